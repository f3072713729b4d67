import { addRefund, addRefundTotal, refundedMinor, type Refunds } from './refunds.ts';
import { toMajor, toMinor } from './money.ts';

/** One order, from whatever has been reported of it so far, in any order. Money is in whole minor units, times Unix ms. */
export interface Order {
  /** When it was placed; undefined while only a refund or its cancellation is known. */
  readonly at?: number;
  readonly currency?: string;
  readonly paidMinor: number;
  readonly refunds?: Refunds;
  readonly refundedAt?: number;
  readonly cancelledAt?: number;
  readonly cartId?: string;
}

type Properties = Readonly<Record<string, unknown>>;

export const noOrder: Order = { paidMinor: 0 };

/** Of an order without a currency; a shop that sells in one currency loses nothing by it. */
const NO_CURRENCY = '';

const currencyOf = ({ currency }: Properties, order: Order): string =>
  typeof currency === 'string' ? currency : (order.currency ?? NO_CURRENCY);

const itemsMinor = (items: unknown, currency: string): number =>
  (Array.isArray(items) ? (items as Properties[]) : []).reduce((sum, { price, quantity }) => {
    return sum + (typeof price === 'number' && typeof quantity === 'number' ? toMinor(price, currency) * quantity : 0);
  }, 0);

/** What the customer paid: the total, else the revenue, else what the items cost. */
const paidMinor = (properties: Properties, currency: string): number => {
  const paid = [properties['total'], properties['revenue']].find((amount) => typeof amount === 'number');
  return typeof paid === 'number' ? toMinor(paid, currency) : itemsMinor(properties['items'], currency);
};

const completed = (order: Order, at: number, properties: Properties, cartId: string | undefined): Order => {
  const currency = currencyOf(properties, order);
  const { cartId: _, ...rest } = order;
  return {
    ...rest,
    at,
    ...(currency !== NO_CURRENCY && { currency }),
    paidMinor: paidMinor(properties, currency),
    ...(cartId !== undefined && { cartId }),
  };
};

const refunded = (order: Order, at: number, properties: Properties): Order => {
  const { amount } = properties;
  if (typeof amount !== 'number') return order;
  const currency = currencyOf(properties, order);
  return {
    ...order,
    ...(order.currency === undefined && currency !== NO_CURRENCY && { currency }),
    refunds: addRefund(order.refunds, { at, minor: toMinor(amount, currency) }),
    refundedAt: Math.max(at, order.refundedAt ?? at),
  };
};

/** What the platform's records say was refunded so far: of history only, when nobody knows the single refunds. */
export const withRefundTotal = (order: Order, properties: Properties, asOf: number | undefined): Order => {
  const { refunded: total } = properties;
  if (asOf === undefined || typeof total !== 'number') return order;
  const minor = toMinor(total, currencyOf(properties, order));
  return { ...order, refunds: addRefundTotal(order.refunds, { at: asOf, minor }) };
};

export interface OrderFact {
  readonly at: number;
  readonly properties: Properties;
  readonly cartId?: string | undefined;
  /** Set for history: when the platform had it so on record. */
  readonly asOf?: number | undefined;
}

/** The order after one more event about it. Each comes here once: their business keys see to that. */
export const applyOrderEvent = (order: Order, event: string, { at, properties, cartId, asOf }: OrderFact): Order => {
  if (event === 'order_completed') return withRefundTotal(completed(order, at, properties, cartId), properties, asOf);
  if (event === 'order_refunded') return refunded(order, at, properties);
  return event === 'order_cancelled' ? { ...order, cancelledAt: at } : order;
};

const seconds = (ms: number): number => Math.floor(ms / 1000);

/** A cancelled order was none; a refunded one was, and counts with what is left of it. */
const counts = (order: Order): order is Order & { at: number } =>
  order.at !== undefined && order.cancelledAt === undefined;

/** Sums of several currencies cannot be added: the sum is that of the first order's currency. */
const sumOf = (orders: readonly Order[], currency: string): number =>
  orders
    .filter((order) => (order.currency ?? currency) === currency)
    .reduce((sum, order) => sum + order.paidMinor - refundedMinor(order.refunds), 0);

const none = { orders_count: 0, lifetime_value: 0, aov: null, first_order_at: null, last_order_at: null };

const totals = (orders: readonly (Order & { at: number })[]): Readonly<Record<string, unknown>> => {
  const inTime = orders.toSorted((a, b) => a.at - b.at);
  const [first, last] = [inTime[0], inTime.at(-1)];
  if (!first || !last) return none;
  const currency = inTime.find((order) => order.currency !== undefined)?.currency ?? NO_CURRENCY;
  const lifetime = sumOf(inTime, currency);
  const cartId = inTime.findLast((order) => order.cartId !== undefined)?.cartId;
  return {
    orders_count: orders.length,
    lifetime_value: toMajor(lifetime, currency),
    aov: toMajor(Math.round(lifetime / orders.length), currency),
    first_order_at: seconds(first.at),
    last_order_at: seconds(last.at),
    ...(cartId !== undefined && { last_cart_id: cartId }),
  };
};

/** What destinations are told of a person's orders. Times are Unix seconds, money is in major units. */
export const orderAttributes = (orders: readonly Order[]): Readonly<Record<string, unknown>> => {
  if (!orders.some(({ at, refundedAt }) => at !== undefined || refundedAt !== undefined)) return {};
  const refunds = orders.flatMap(({ refundedAt }) => refundedAt ?? []);
  return {
    ...totals(orders.filter(counts)),
    ...(refunds.length > 0 && { refunded_at: seconds(Math.max(...refunds)) }),
  };
};
