import type { Cart } from '../../index.ts';
import { readerOf } from './snapshot.ts';

/** What we read of `/cart.js`; a theme's own copy may lack some of it. */
interface AjaxCart {
  readonly token: string;
  readonly currency: string;
  readonly items: readonly {
    readonly id: number;
    readonly product_id?: number;
    readonly quantity: number;
    readonly price: number;
    /** After the discounts on this line: what the visitor pays for one. */
    readonly final_price?: number;
    readonly product_title: string;
    readonly variant_title?: string | null;
    readonly sku?: string | null;
    readonly product_type?: string;
    readonly vendor?: string;
    readonly url?: string;
    readonly image?: string | null;
  }[];
}

/** Shopify's Ajax API counts in hundredths in every currency, those without any (JPY, KRW) too. */
const HUNDREDTHS = 100;

/** Addresses come without their host; mails need it. */
const absolute = (address: string | null | undefined, origin: string | undefined): string | undefined =>
  address && origin ? new URL(address, origin).href : undefined;

/**
 * Reads the cart of Shopify's Ajax API (`/cart.js`). The secret `?key=` of its token is cut off. Undefined for anything
 * else, also for a cart with a line that has no id, no quantity or no price.
 * @param origin makes addresses absolute; default the page's own.
 *
 * @example
 * const cart = readShopifyAjaxCart(await (await fetch('/cart.js')).json());
 * if (cart) cartline.cart.set(cart);
 */
export const readShopifyAjaxCart: (cart: unknown, origin?: string) => Cart | undefined = /* @__PURE__ */ readerOf(
  ({ token, currency, items }: AjaxCart, origin: string | undefined = globalThis.location?.origin) => [
    token,
    currency,
    items.map((item) => ({
      product_id: item.product_id || item.id,
      variant_id: item.id,
      quantity: item.quantity,
      price: (item.final_price ?? item.price) / HUNDREDTHS,
      name: item.product_title,
      variant: item.variant_title,
      sku: item.sku,
      category: item.product_type,
      brand: item.vendor,
      url: absolute(item.url, origin),
      image_url: absolute(item.image, origin),
    })),
  ],
);
