import { useEffect } from 'react';
import type { Cart } from '../index.ts';
import { readCart } from '../storefronts/carts/read-cart.ts';
import { isOptimisticCart } from '../storefronts/carts/optimistic.ts';
import { isNews } from './page-memory.ts';
import { useCartline } from './use-cartline.ts';

/** Makes a snapshot of a platform's cart; undefined when it is none. */
export type CartReader = (cart: unknown, cartId?: string) => Cart | undefined;

/** What the client refuses, and tells its `error` listeners: nothing is thrown into the page. */
const refusal = (problem: TypeError): Cart =>
  ({
    get cart_id(): string {
      throw problem;
    },
  }) as Cart;

const snapshotOf = (read: CartReader, cart: object, cartId: string | undefined): Cart | undefined => {
  try {
    if (isOptimisticCart(cart)) return undefined;
    const snapshot = read(cart, cartId);
    if (snapshot) return snapshot;
  } catch {
    // a reader may take everything to be there; told below
  }
  return refusal(new TypeError(`useTrackCart cannot read {${Object.keys(cart).join()}}`));
};

/**
 * Makes a `useTrackCart` for the carts of one reader: smaller, or for a platform of your own.
 *
 * @example
 * const useTrackCart = createTrackCart(readMedusaCart); // at module level
 */
export const createTrackCart =
  (read: CartReader): ((cart: object | null | undefined, cartId?: string) => void) =>
  (cart, cartId) => {
    const client = useCartline();
    useEffect(() => {
      const snapshot = cart && snapshotOf(read, cart, cartId);
      if (snapshot && isNews(client, 'cart', snapshot)) client.cart.set(snapshot);
    }, [client, cart, cartId]);
  };

/**
 * Tracks what was added to and removed from the cart, by what it was when last seen, in whichever page or tab. Takes carts of
 * Shopify (Storefront API, `/cart.js`), Medusa, commercetools, BigCommerce, WooCommerce's Store API, and
 * `{ cart_id, currency, items }`, told apart by their shape. No cart yet, or an optimistic one, tracks nothing; one that
 * cannot be read is told to `client.on('error')`.
 * @param cartId for WooCommerce, whose carts have no id; default one of our own, kept until the order.
 *
 * @example
 * useTrackCart(useCart()); // in the root component
 */
export const useTrackCart: (cart: object | null | undefined, cartId?: string) => void =
  /* @__PURE__ */ createTrackCart(readCart);
