import type { LineItem } from '../../schema.ts';
import { beyond, isSameLine, normaliseCartId, type Cart, type LineKey } from './cart.ts';
import { readJson } from './json.ts';
import type { World } from './ports.ts';

export const CART_KEY = 'cl_cart';

/** How far a cart is: checkout has begun, or it was bought. Then an empty cart is no removal. */
const stages: Readonly<Record<string, string>> = { checkout_started: 'checkout', order_completed: 'bought' };

/** The last cart that was seen. */
interface Snapshot extends Cart {
  readonly stage?: string | undefined;
}

/** The cart. What changes becomes `added_to_cart` and `removed_from_cart`, each with the whole cart after the change. */
export interface CartApi {
  /**
   * Tells what the cart is now; the difference from the last time is tracked. The same cart twice tracks nothing, nor
   * does a changed price. A new `cart_id` is a new cart, not a removal.
   *
   * @example
   * cartline.cart.set({ cart_id: 'c1', currency: 'EUR', items });
   */
  readonly set: (cart: Cart) => void;
  /** Adds a line, or its quantity to the same line. Without a cart yet, an id is made; the currency is the option's. */
  readonly add: (item: LineItem) => void;
  /** Takes a line out, or so many of it. */
  readonly remove: (line: LineKey, quantity?: number) => void;
  /** Sets the quantity of a line; 0 takes it out. */
  readonly update: (line: LineKey, quantity: number) => void;
  /** Takes everything out. */
  readonly clear: () => void;
}

export interface CartTracker {
  readonly api: CartApi;
  /** An event was tracked, which may bring the cart to its next stage. */
  readonly reach: (event: string) => void;
}

/** Keeps the last snapshot of the cart for all tabs and reloads, and tracks what changed. */
export const createCartTracker = (
  world: Pick<World, 'get' | 'set'>,
  newId: () => string,
  defaultCurrency: string | undefined,
  track: (event: string, properties: object) => void,
): CartTracker => {
  const read = (): Snapshot | undefined => readJson<Snapshot | undefined>(world, CART_KEY, undefined);
  const write = (snapshot: Snapshot): void => world.set(CART_KEY, JSON.stringify(snapshot));

  const set: CartApi['set'] = ({ cart_id: givenId, currency, items }) => {
    const cart_id = normaliseCartId(givenId);
    const last = read();
    const { items: before, stage: reached }: Pick<Snapshot, 'items' | 'stage'> =
      last?.cart_id === cart_id ? last : { items: [] };
    const added = beyond(items, before);
    const removed = beyond(before, items);
    const stage = added[0] ? undefined : reached;
    const cart = { cart_id, currency, items };
    write({ ...cart, stage });
    if (added[0]) track('added_to_cart', { ...cart, added });
    if (removed[0] && (items[0] || !stage)) track('removed_from_cart', { ...cart, removed });
  };

  /** The cart as it can go on: a bought one is over, and the next line begins another. */
  const current = (): Cart => {
    const last = read();
    return last && last.stage !== 'bought'
      ? last
      : { cart_id: newId(), currency: defaultCurrency ?? last?.currency ?? '', items: [] };
  };

  /** Sets a line to what its quantity becomes. */
  const change = (line: LineKey, quantityOf: (quantity: number) => number): void => {
    const { items, ...cart } = current();
    let found = items.find((item) => isSameLine(item, line)) as { quantity: number } | undefined; // just parsed: ours to change
    if (!found) (items as object[]).push((found = { ...line, quantity: 0 }));
    found.quantity = quantityOf(found.quantity);
    set({ ...cart, items: items.filter(({ quantity }) => quantity > 0) });
  };

  return {
    api: __EXTRAS__
      ? {
          set,
          add: (item) => change(item, (quantity) => quantity + item.quantity),
          remove: (line, count = Infinity) => change(line, (quantity) => quantity - count),
          update: (line, count) => change(line, () => count),
          clear: () => set({ ...current(), items: [] }),
        }
      : ({ set } as CartApi), // the small script has no more
    reach: (event) => {
      const stage = stages[event];
      const last = stage && read();
      if (last) write({ ...last, stage });
    },
  };
};
