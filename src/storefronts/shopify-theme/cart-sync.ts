import type { Cart } from '../../index.ts';
import { readShopifyAjaxCart } from '../carts/shopify-ajax.ts';

/** The cart attribute that brings the visitor's id into checkout, orders and the pixel. */
export const STAMP = 'cartline_id';

/** Notifications this close together are one: a theme's event and its request tell of the same change. Milliseconds. */
const TOGETHER_MS = 50;

/** What the sync asks of the page. */
export interface CartSyncWorld {
  /** Where the Ajax API is: "/" or "/de/". */
  readonly root: () => string;
  /** The browser's own `fetch`: our requests are not to be noticed as the theme's are. */
  readonly request: typeof fetch;
  readonly after: (delayMs: number, task: () => void) => void;
  /** The visitor's id; "" while nobody may know it, undefined until the client is there. */
  readonly visitor: () => string | undefined;
  readonly tell: (cart: Cart, viewed: boolean) => void;
}

export interface CartSync {
  /** The cart may have changed. `viewed`: it is also being looked at. */
  readonly changed: (viewed?: boolean) => void;
  /** The visitor has just refused to be followed: takes their id out of the cart. */
  readonly forget: () => void;
}

/** `/cart.js` as far as the stamp goes. */
interface Stamped {
  readonly items?: readonly unknown[];
  readonly attributes?: Readonly<Record<string, string>>;
}

/**
 * Reads the cart whenever it may have changed, one read at a time, and tells what it is. Whoever is told compares it with
 * the last time, so that it does not matter how often, or by how many, a change was noticed.
 */
export const createCartSync = ({ root, request, after, visitor, tell }: CartSyncWorld): CartSync => {
  let [isDue, isBusy, isViewed, isForgetting] = [false, false, false, false];

  const call = async (path: string, init?: RequestInit): Promise<unknown> => {
    const response = await request(root() + path, init);
    if (!response.ok) throw new Error(`${response.status}`);
    return response.json();
  };

  /** Before the cart is told: an unstamped cart's token may change with its first attribute. */
  const stamp = async (cart: unknown, id: string): Promise<unknown> => {
    const { items, attributes } = (cart ?? {}) as Stamped; // nothing is believed before it was looked at
    if ((attributes?.[STAMP] ?? '') === id || (id && !items?.length)) return cart;
    // `/cart/update.js` merges attributes: the shop's own stay.
    const body = JSON.stringify({ attributes: { [STAMP]: id } });
    return call('cart/update.js', { method: 'POST', headers: { 'content-type': 'application/json' }, body }).catch(
      () => cart, // the order can still be joined by its cart
    );
  };

  const read = async (): Promise<void> => {
    const id = visitor();
    if (id === undefined || (!id && !isForgetting)) return;
    isForgetting = false;
    const cart = readShopifyAjaxCart(await stamp(await call('cart.js'), id));
    if (!cart || !id || visitor() !== id) return;
    tell(cart, isViewed);
    isViewed = false;
  };

  const run = async (): Promise<void> => {
    isBusy = true;
    while (isDue) {
      isDue = false;
      await read().catch(() => undefined); // offline, or too many requests: the next change or page tells it
    }
    isBusy = false;
  };

  const changed = (viewed = false): void => {
    isViewed ||= viewed;
    if (!isDue && !isBusy) after(TOGETHER_MS, () => void run());
    isDue = true;
  };

  return {
    changed,
    forget: () => {
      isForgetting = true;
      changed();
    },
  };
};
