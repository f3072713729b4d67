import type { LineItem } from '../../schema.ts';

/** The cart as the shop's platform has it now. */
export interface Cart {
  /** The platform's own cart id. A Shopify id may come with its secret (`?key=…`): it is cut off before anything leaves the page. */
  readonly cart_id: string;
  /** ISO 4217, upper case. */
  readonly currency: string;
  readonly items: readonly LineItem[];
}

/** What tells lines of a cart apart. */
export type LineKey = Pick<LineItem, 'product_id' | 'variant_id' | 'bundle_id' | 'subscription_id'>;

/** The platform's id without Shopify's prefix and without anything from `?` on: `?key=` is a secret that opens the cart. */
export const normaliseCartId = (id: string): string => id.replace(/^gid:\/\/shopify\/Cart\/|\?.*/g, '');

/** Σ price × quantity in major units, summed in thousandths, so that binary fractions do not show. */
export const valueOf = (items: readonly LineItem[]): number =>
  items.reduce((sum, { price, quantity }) => sum + Math.round((price || 0) * 1_000) * quantity, 0) / 1_000;

const keyOf = (item: LineKey): string =>
  [item.product_id, item.variant_id, item.bundle_id, item.subscription_id].join();

export const isSameLine = (a: LineKey, b: LineKey): boolean => keyOf(a) === keyOf(b);

/** Lines of one cart beyond what the other has of them, each with the difference as its quantity. */
export const beyond = (items: readonly LineItem[], than: readonly LineItem[]): LineItem[] => {
  const had: Record<string, number> = {};
  for (const item of than) had[keyOf(item)] = (had[keyOf(item)] ?? 0) + item.quantity;
  return items.flatMap((item) => {
    const key = keyOf(item);
    const quantity = item.quantity - (had[key] ?? 0);
    had[key] = Math.max(0, -quantity);
    return quantity > 0 ? [{ ...item, quantity }] : [];
  });
};
