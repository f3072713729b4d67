import type { Cart, LineItem } from '../../index.ts';

/** A line as a platform gives it: any of it may be missing or null, ids may be numbers, amounts texts. */
export type Line = { readonly [K in keyof LineItem]?: unknown };

/** What a reader finds in a cart. */
export type Found = readonly [id: unknown, currency: string, lines: readonly Line[]];

/** Shopify's global ids hold the plain one, which its orders and its Ajax API use; what follows `?` is a secret key. */
const plainId = (id: unknown): string => String(id).replace(/^gid:\/\/shopify\/\w+\/|\?.*/g, '');

const wholeLine = (line: Line): LineItem => {
  const whole: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(line)) {
    // What the platform does not know is left out: the relay counts that as incomplete, better than an empty text.
    if (value !== undefined && value !== null && value !== '')
      whole[key] = /_id$/.test(key) ? plainId(value) : key === 'price' ? Number(value) : value;
  }
  const { product_id, quantity = 0, price = 0 } = whole as Partial<LineItem>;
  if (product_id && quantity > 0 && price >= 0) return whole as LineItem;
  throw new TypeError('not a line');
};

/**
 * Makes a reader of one platform's carts. `find` may take everything to be there: whatever throws, or lacks an id, a
 * currency, a quantity or a price that is a number, is no cart of this platform, and the reader's answer is undefined.
 */
export const readerOf =
  <C, Options extends unknown[] = []>(find: (cart: C, ...options: Options) => Found) =>
  (cart: unknown, ...options: Options): Cart | undefined => {
    try {
      const [id, currency, lines] = find(cart as C, ...options);
      if (id) return { cart_id: plainId(id), currency: currency.toUpperCase(), items: lines.map(wholeLine) };
    } catch {
      // another platform's cart, or none: whoever asked says so
    }
    return undefined;
  };
