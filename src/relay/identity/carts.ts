import type { Fact } from './profile.ts';

export interface OpenCart {
  /** null: there is no open cart any more. */
  readonly id: string | null;
  readonly at: number;
  /** The visitor who filled it. */
  readonly visitor?: string;
}

/** The person's open cart, and when which carts were bought. */
export interface Carts {
  readonly openCart?: OpenCart;
  readonly closed: Readonly<Record<string, number>>;
}

type Properties = Readonly<Record<string, unknown>>;

const CART_EVENTS: ReadonlySet<string> = new Set([
  'added_to_cart',
  'removed_from_cart',
  'cart_viewed',
  'checkout_started',
  'checkout_progressed',
]);

/** A late event concerns one of the last carts; older ones need not be remembered. */
const CLOSED_KEPT = 20;

const close = (closed: Carts['closed'], id: string, at: number): Carts['closed'] => {
  const all = { ...closed, [id]: Math.max(at, closed[id] ?? at) };
  const latest = Object.entries(all).sort(([, a], [, b]) => b - a);
  return Object.fromEntries(latest.slice(0, CLOSED_KEPT));
};

const isNewer = ({ openCart }: Carts, at: number): boolean => at >= (openCart?.at ?? -Infinity);

/** An emptied cart is nothing to come back to. */
const isEmpty = ({ items }: Properties): boolean => Array.isArray(items) && items.length === 0;

const applyCartEvent = (carts: Carts, { occurredAt: at, message }: Fact, properties: Properties): Carts => {
  const id = properties['cart_id'];
  if (typeof id !== 'string' || !isNewer(carts, at)) return carts;
  // intent before the order's time is stale; after it, the cart has a new generation
  if ((carts.closed[id] ?? -Infinity) >= at) return carts;
  if (isEmpty(properties)) return carts.openCart ? { ...carts, openCart: { id: null, at } } : carts;
  const visitor = message.anonymousId;
  return { ...carts, openCart: { id, at, ...(visitor && { visitor }) } };
};

/** An order closes its cart; one that names no cart is taken to be of the open one. */
const applyOrder = (carts: Carts, at: number, properties: Properties): Carts => {
  const named = typeof properties['cart_id'] === 'string' ? properties['cart_id'] : undefined;
  const id = named ?? carts.openCart?.id ?? undefined;
  const closed = id === undefined ? carts.closed : close(carts.closed, id, at);
  const { openCart } = carts;
  const closes = openCart?.id === id && openCart !== undefined && openCart.at <= at;
  return closes ? { closed, openCart: { id: null, at } } : { ...carts, closed };
};

export const applyCart = (carts: Carts, fact: Fact, event: string, properties: Properties): Carts => {
  if (event === 'order_completed') return applyOrder(carts, fact.occurredAt, properties);
  return CART_EVENTS.has(event) ? applyCartEvent(carts, fact, properties) : carts;
};

/** Takes the open cart of a visitor from one person to another; undefined when there is none to take. */
export const moveCart = (
  from: Carts,
  to: Carts,
  visitor: string,
  at: number,
): { readonly from: Carts; readonly to: Carts } | undefined => {
  const { openCart } = from;
  if (!openCart?.id || openCart.visitor !== visitor || openCart.at > at) return undefined;
  const left: Carts = { ...from, openCart: { id: null, at } };
  const bought = (to.closed[openCart.id] ?? -Infinity) >= openCart.at;
  return { from: left, to: isNewer(to, openCart.at) && !bought ? { ...to, openCart } : to };
};
