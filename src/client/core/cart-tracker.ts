import type { LineItem } from '../../schema.ts';
import { diffItems, normaliseCartId, valueOf, type Cart } from './cart.ts';
import { readJson } from './json.ts';
import type { Memory } from './ports.ts';

const CART_KEY = 'cl_cart';

/** The last cart that was seen. `closing`: checkout has begun or the order is placed; an empty cart is no removal then. */
interface Snapshot extends Cart {
  readonly closing?: boolean;
}

export interface CartApi {
  /**
   * Tells what the cart is now. The difference from the last snapshot becomes `added_to_cart` and `removed_from_cart`;
   * the same cart twice becomes nothing. A new `cart_id` is a new snapshot, not a removal.
   *
   * @example
   * cartline.cart.set({ cart_id: 'c1', currency: 'EUR', items: [{ product_id: 'p1', name: 'Cleanser', price: 24, quantity: 1, sku: 'C-1', category: 'Face' }] });
   */
  readonly set: (cart: Cart) => void;
}

export interface CartTracker extends CartApi {
  /** Checkout has begun, or the order is placed. */
  readonly close: () => void;
  readonly forget: () => void;
}

/** Keeps the last snapshot of the cart for all tabs and reloads, and tracks what changed. */
export const createCartTracker = (
  memory: Memory,
  track: (event: string, properties: Record<string, unknown>) => void,
): CartTracker => {
  const read = (): Snapshot | undefined => readJson<Snapshot | undefined>(memory, CART_KEY, undefined);
  const write = (snapshot: Snapshot): void => memory.set(CART_KEY, JSON.stringify(snapshot));

  const set: CartApi['set'] = ({ cart_id: givenId, currency, items }) => {
    const cart_id = normaliseCartId(givenId);
    const last = read();
    const same = last?.cart_id === cart_id ? last : undefined;
    const changes = diffItems(same?.items ?? [], items);
    const closing = !!same?.closing && changes[0]?.event !== 'added_to_cart';
    write({ cart_id, currency, items, closing });
    if (closing && !items.length) return;
    for (const { event, lines } of changes) {
      const changed: Record<string, readonly LineItem[]> =
        event === 'added_to_cart' ? { added: lines } : { removed: lines };
      track(event, { cart_id, currency, value: valueOf(items), items, ...changed });
    }
  };

  return {
    set,
    close: () => {
      const last = read();
      if (last) write({ ...last, closing: true });
    },
    forget: () => memory.set(CART_KEY, null),
  };
};
