import type { Cart } from '../index.ts';
import { isClientThere } from './page-client.ts';

/** Where the client keeps the cart that it last saw, if consent lets it. */
const CLIENT_KEY = 'cl_cart';

interface Kept extends Cart {
  readonly stage?: string;
}

const stored = (): Kept | null => {
  try {
    return JSON.parse(localStorage.getItem(CLIENT_KEY)!) as Kept | null; // nothing parses to null
  } catch {
    return null; // storage refused, or another script's value
  }
};

const newCartId = (): string => crypto.randomUUID?.() ?? crypto.getRandomValues(new Uint8Array(16)).join(''); // plain http has no randomUUID

/** The cart of a shop whose platform does not say which one it is: as the client last saw it, in whichever tab. */
export interface KnownCart {
  /** The cart as it can go on. A bought one is over: then it is a new one, empty, under a new id. */
  readonly read: () => Cart;
  /** Hands it to the client, which finds out what changed. */
  readonly write: (cart: Cart) => void;
  /** The next line begins another cart. */
  readonly renew: () => void;
}

/** `live`: an npm client, which is there from the start. */
export const createKnownCart = (set: (cart: Cart) => void, live = false): KnownCart => {
  /** What this page said: the client may not have heard of it yet, or may keep nothing. */
  let said: Kept | undefined;
  const read = (): Cart => {
    const last = ((live || isClientThere()) && stored()) || said || stored();
    return last && last.stage !== 'bought' ? last : { cart_id: newCartId(), currency: last?.currency ?? '', items: [] };
  };
  const write = ({ cart_id, currency, items }: Cart): void => {
    said = { cart_id, currency, items };
    set(said);
  };
  return { read, write, renew: () => write({ ...read(), cart_id: newCartId(), items: [] }) };
};
