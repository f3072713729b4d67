import type { LineItem } from '../../schema.ts';

/** The cart as the shop's platform has it now. */
export interface Cart {
  /** The platform's own cart id. A Shopify id may come with its secret (`?key=…`): it is cut off before anything leaves the page. */
  readonly cart_id: string;
  /** ISO 4217, upper case. */
  readonly currency: string;
  readonly items: readonly LineItem[];
}

export interface CartChange {
  readonly event: 'added_to_cart' | 'removed_from_cart';
  readonly lines: readonly LineItem[];
}

/** The platform's id without Shopify's prefix and without anything from `?` on: `?key=` is a secret that opens the cart. */
export const normaliseCartId = (id: string): string => id.replace(/^gid:\/\/shopify\/Cart\/|\?.*$/gs, '');

/** Σ price × quantity in major units, summed in thousandths, so that binary fractions do not show. */
export const valueOf = (items: readonly LineItem[]): number =>
  items.reduce((sum, { price, quantity }) => sum + Math.round((price || 0) * 1_000) * quantity, 0) / 1_000;

const lineKey = (item: LineItem): string =>
  [item.product_id, item.variant_id, item.bundle_id, item.subscription_id].join('|');

/** Lines of `to` beyond what `from` had of them, each with the difference as its quantity. */
const beyond = (to: readonly LineItem[], from: readonly LineItem[]): LineItem[] => {
  const had: Record<string, number> = {};
  for (const item of from) had[lineKey(item)] = (had[lineKey(item)] ?? 0) + item.quantity;
  return to.flatMap((item) => {
    const key = lineKey(item);
    const quantity = item.quantity - (had[key] ?? 0);
    had[key] = Math.max(0, -quantity);
    return quantity > 0 ? [{ ...item, quantity }] : [];
  });
};

/** What changed between two snapshots of one cart, by quantity per line; a changed price is no change of the cart. */
export const diffItems = (before: readonly LineItem[], after: readonly LineItem[]): CartChange[] => {
  const changes: CartChange[] = [
    { event: 'added_to_cart', lines: beyond(after, before) },
    { event: 'removed_from_cart', lines: beyond(before, after) },
  ];
  return changes.filter(({ lines }) => lines.length);
};
