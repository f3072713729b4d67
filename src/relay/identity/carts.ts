import type { Message } from '../../schema.ts';
import { propertiesOf } from './join-keys.ts';

/** What is known of one cart, whoever uses it. Times are Unix milliseconds. */
export interface Cart {
  /** The latest sign that somebody means to buy it; undefined when only its order is known. */
  readonly intentAt?: number;
  /** Something is in it. */
  readonly isFilled: boolean;
  /** When it was bought last. What happened in it until then is stale; what comes after is a new generation of it. */
  readonly closedAt?: number;
}

/** Events that say what is in the cart, or that it is about to be bought. */
const CART_EVENTS: ReadonlySet<string> = new Set([
  'added_to_cart',
  'removed_from_cart',
  'cart_viewed',
  'checkout_started',
  'checkout_progressed',
]);

export const isCartEvent = (message: Message): boolean => message.type === 'track' && CART_EVENTS.has(message.event);

/** An emptied cart is nothing to come back to. */
const isEmptied = (message: Message): boolean => {
  const { items } = propertiesOf(message);
  return Array.isArray(items) && items.length === 0;
};

/** The cart after one of its events; an older one changes nothing, so that they may come in any order. */
export const withIntent = (cart: Cart, message: Message, at: number): Cart =>
  at >= (cart.intentAt ?? -Infinity) ? { ...cart, intentAt: at, isFilled: !isEmptied(message) } : cart;

/** Whether something that happened in the cart at this moment concerns what has been bought since. */
export const isStale = ({ closedAt }: Cart, at: number): boolean => at <= (closedAt ?? -Infinity);

/** There is something in it that nobody has bought. */
export const isOpen = (cart: Cart): boolean =>
  cart.intentAt !== undefined && cart.isFilled && !isStale(cart, cart.intentAt);

const SECOND_MS = 1_000;

/**
 * When an order closes its cart. Shop platforms write order times in whole seconds, cut off: what the page reported
 * within that second happened before it.
 */
export const closingTime = (occurredAt: number): number =>
  occurredAt % SECOND_MS === 0 ? occurredAt + SECOND_MS - 1 : occurredAt;
