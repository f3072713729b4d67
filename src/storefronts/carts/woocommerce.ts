import type { Cart } from '../../index.ts';
import { readerOf } from './snapshot.ts';

/** What we read of the cart of WooCommerce's Store API; the block cart's data store holds the same. */
interface WooCommerceCart {
  readonly totals: { readonly currency_code: string };
  readonly items: readonly {
    /** Of the product, or of its variation: the Store API does not say which product a variation is of. */
    readonly id: number;
    readonly quantity: number;
    readonly name: string;
    readonly sku?: string;
    readonly permalink?: string;
    readonly images?: readonly { readonly src: string }[];
    readonly variation?: readonly { readonly value: string }[];
    readonly prices: { readonly price: string; readonly currency_minor_unit: number };
  }[];
}

/**
 * Reads a cart of WooCommerce's Store API (`/wc/store/v1/cart`). WooCommerce gives carts no id that stays, so the shop says
 * one. Undefined for anything else.
 * @param cartId an unguessable id that is kept until the order.
 *
 * @example
 * const cart = readWooCommerceCart(await response.json(), cartId);
 */
export const readWooCommerceCart: (cart: unknown, cartId: string) => Cart | undefined = /* @__PURE__ */ readerOf(
  ({ totals, items }: WooCommerceCart, cartId: string) => [
    cartId,
    totals.currency_code,
    items.map(({ id, quantity, name, sku, permalink, images, variation, prices }) => ({
      product_id: id,
      quantity,
      price: Number(prices.price) / 10 ** prices.currency_minor_unit,
      name,
      variant: variation?.map(({ value }) => value).join(' / '),
      sku,
      url: permalink,
      image_url: images?.[0]?.src,
    })),
  ],
);
