import type { Cart } from '../../index.ts';

/** What we read of an item of Shopify's `/cart.js`; a theme's own copy may lack any of it. */
interface AjaxItem {
  readonly id: number;
  readonly product_id: number;
  readonly quantity: number;
  readonly price: number;
  /** After the discounts on this line; what the visitor pays for one. */
  readonly final_price?: number;
  readonly product_title: string;
  readonly variant_title?: string | null;
  readonly sku?: string | null;
  readonly product_type?: string;
  readonly vendor?: string;
  readonly url?: string;
  readonly image?: string | null;
}

interface AjaxCart {
  readonly token: string;
  readonly currency: string;
  readonly items: readonly (AjaxItem | null)[];
}

/** Shopify's Ajax API counts in hundredths in every currency, those without any (JPY, KRW) too. */
const HUNDREDTHS = 100;

/** Addresses come without their host; mails need it. */
const absolute = (address: string | null | undefined, origin: string | undefined): string | undefined =>
  address && origin ? new URL(address, origin).href : undefined;

const lineOf = (item: AjaxItem, origin: string | undefined): Cart['items'][number] => ({
  product_id: String(item.product_id || item.id || ''),
  variant_id: String(item.id || '') || undefined,
  quantity: item.quantity,
  price: (item.final_price ?? item.price) / HUNDREDTHS,
  name: item.product_title,
  variant: item.variant_title || undefined,
  brand: item.vendor || undefined,
  url: absolute(item.url, origin),
  image_url: absolute(item.image, origin),
  // undefined is left out of the message, and counted as incomplete by the relay: better than an empty text
  sku: (item.sku || undefined) as string,
  category: (item.product_type || undefined) as string,
});

/**
 * Reads the cart of Shopify's Ajax API (`/cart.js`). The secret `?key=` of its token is cut off. Undefined for anything
 * else, also for a cart with a line that has no id, no quantity or no price.
 * @param origin makes addresses absolute; default the page's own.
 *
 * @example
 * const cart = readShopifyAjaxCart(await (await fetch('/cart.js')).json());
 * if (cart) cartline.cart.set(cart);
 */
export const readShopifyAjaxCart = (
  cart: unknown,
  origin: string | undefined = globalThis.location?.origin,
): Cart | undefined => {
  const { token, currency, items } = (cart ?? {}) as Partial<AjaxCart>; // nothing is believed before it was looked at
  if (typeof token !== 'string' || !currency || !Array.isArray(items)) return undefined;
  const lines = (items as AjaxCart['items']).map((item) => lineOf(item ?? ({} as AjaxItem), origin));
  const isWhole = lines.every(({ product_id, quantity, price }) => product_id && quantity > 0 && price >= 0);
  return isWhole ? { cart_id: token.split('?')[0] ?? '', currency, items: lines } : undefined;
};
