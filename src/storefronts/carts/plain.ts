import type { Cart } from '../../index.ts';
import { readerOf } from './snapshot.ts';

/**
 * Reads a cart that is already in the form of the contract, as `cart.set` takes it. Undefined for anything else.
 *
 * @example
 * readPlainCart({ cart_id: 'c1', currency: 'EUR', items });
 */
export const readPlainCart: (cart: unknown) => Cart | undefined = /* @__PURE__ */ readerOf((cart: Cart) => [
  cart.cart_id,
  cart.currency,
  cart.items,
]);
