import type { Cart } from '../../index.ts';
import { readerOf } from './snapshot.ts';

/** What we read of Medusa v2's `StoreCart` (@medusajs/types 2.21). Amounts are numbers in major units. */
interface MedusaCart {
  readonly id: string;
  readonly currency_code: string;
  readonly items: readonly {
    readonly id: string;
    readonly product_id?: string | null;
    readonly variant_id?: string | null;
    readonly quantity: number;
    readonly unit_price: number;
    readonly title: string;
    readonly product_title?: string | null;
    readonly variant_title?: string | null;
    readonly variant_sku?: string | null;
    readonly product_type?: string | null;
    readonly thumbnail?: string | null;
  }[];
}

/**
 * Reads a cart of Medusa v2. Undefined for anything else, also for a cart that was fetched without its items.
 *
 * @example
 * const cart = readMedusaCart((await sdk.store.cart.retrieve(id)).cart);
 */
export const readMedusaCart: (cart: unknown) => Cart | undefined = /* @__PURE__ */ readerOf((cart: MedusaCart) => [
  cart.id,
  cart.currency_code, // lower case there
  cart.items.map((item) => ({
    product_id: item.product_id ?? item.id, // a line of the shop's own making has no product
    variant_id: item.variant_id,
    quantity: item.quantity,
    price: item.unit_price,
    name: item.product_title ?? item.title,
    variant: item.variant_title,
    sku: item.variant_sku,
    category: item.product_type,
    image_url: item.thumbnail,
  })),
]);
