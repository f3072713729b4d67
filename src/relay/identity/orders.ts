import { toMajor, toMinor } from './money.ts';
import type { Fact } from './profile.ts';

/** A person's orders, summed. Money is in whole minor units, by currency. */
export interface Orders {
  readonly count: number;
  readonly minor: Readonly<Record<string, number>>;
  /** The currency of the first order that named one: the one that `lifetime_value` is written in. */
  readonly currency?: string;
  readonly firstAt?: number;
  readonly lastAt?: number;
  readonly lastCartId?: string;
}

type Properties = Readonly<Record<string, unknown>>;

/** Of an order without a currency; a shop that sells in one currency loses nothing by it. */
const NO_CURRENCY = '';

const currencyOf = ({ currency }: Properties, orders: Orders): string =>
  typeof currency === 'string' ? currency : (orders.currency ?? NO_CURRENCY);

const itemsMinor = (items: unknown, currency: string): number =>
  (Array.isArray(items) ? (items as Properties[]) : []).reduce((sum, { price, quantity }) => {
    return sum + (typeof price === 'number' && typeof quantity === 'number' ? toMinor(price, currency) * quantity : 0);
  }, 0);

/** What the customer paid: the total, else the revenue, else what the items cost. */
const paidMinor = (properties: Properties, currency: string): number => {
  const paid = [properties['total'], properties['revenue']].find((amount) => typeof amount === 'number');
  return typeof paid === 'number' ? toMinor(paid, currency) : itemsMinor(properties['items'], currency);
};

const add = (orders: Orders, currency: string, minor: number): Orders => ({
  ...orders,
  minor: { ...orders.minor, [currency]: (orders.minor[currency] ?? 0) + minor },
  ...(orders.currency === undefined && currency !== NO_CURRENCY && { currency }),
});

const applyCompleted = (orders: Orders, at: number, properties: Properties): Orders => {
  const currency = currencyOf(properties, orders);
  const isLast = at >= (orders.lastAt ?? -Infinity);
  const cartId = properties['cart_id'];
  return {
    ...add(orders, currency, paidMinor(properties, currency)),
    count: orders.count + 1,
    firstAt: Math.min(at, orders.firstAt ?? at),
    lastAt: Math.max(at, orders.lastAt ?? at),
    ...(isLast && typeof cartId === 'string' && { lastCartId: cartId }),
  };
};

/** The orders after one more event. Each order and refund comes here once: their business keys see to that. */
export const applyOrder = (orders: Orders, { occurredAt }: Fact, event: string, properties: Properties): Orders => {
  if (event === 'order_completed') return applyCompleted(orders, occurredAt, properties);
  const { amount } = properties;
  if (event !== 'order_refunded' || typeof amount !== 'number') return orders;
  const currency = currencyOf(properties, orders);
  return add(orders, currency, -toMinor(amount, currency));
};

const seconds = (ms: number): number => Math.floor(ms / 1000);

/** Sums of several currencies cannot be added: `lifetime_value` is that of the first order's currency. */
const lifetimeValue = ({ minor, currency = NO_CURRENCY }: Orders): number =>
  toMajor((minor[currency] ?? 0) + (currency === NO_CURRENCY ? 0 : (minor[NO_CURRENCY] ?? 0)), currency);

export const orderAttributes = (orders: Orders): Readonly<Record<string, unknown>> => {
  const { count, firstAt, lastAt, lastCartId } = orders;
  if (firstAt === undefined || lastAt === undefined) return {};
  return {
    orders_count: count,
    lifetime_value: lifetimeValue(orders),
    first_order_at: seconds(firstAt),
    last_order_at: seconds(lastAt),
    ...(lastCartId !== undefined && { last_cart_id: lastCartId }),
  };
};
