import type { LineItem, TrackMessage } from '../../schema.ts';
import { toMajor, toMinor } from '../identity/money.ts';

/** Whose word counts for orders: the shop's server, or the page. */
export type OrdersFrom = 'server' | 'browser';

/** Shown beside a browser's order where the server is the truth. */
export const WITHHELD_ORDER = 'orders come from the server';

const onePerOrder: ReadonlySet<string> = new Set(['order_completed', 'order_refunded', 'order_cancelled']);

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** Of a message that names no currency; all that matters here is the number of its digits, which is mostly two. */
const currencyOf = (properties: Readonly<Record<string, unknown>>): string => textOf(properties['currency']) ?? '';

/** Σ price × quantity in minor units; undefined when a price is missing. */
const sumOfItems = (items: readonly Partial<LineItem>[], currency: string): number | undefined => {
  let sum = 0;
  for (const { price, quantity } of items) {
    if (price === undefined || quantity === undefined) return undefined;
    sum += toMinor(price, currency) * quantity;
  }
  return sum;
};

/** The key under which a fact about an order is taken once, whoever says it: "order_refunded:1001:r_7". */
export const businessKeyOf = ({ event, properties = {} }: TrackMessage): string | undefined => {
  const order = textOf(properties['order_id']);
  if (!onePerOrder.has(event) || order === undefined) return undefined;
  const refund = textOf(properties['refund_id']);
  return refund === undefined ? `${event}:${order}` : `${event}:${order}:${refund}`;
};

/** An order with its revenue (total − shipping − tax), computed when it was left out and a total came. */
export const withRevenue = (message: TrackMessage): TrackMessage => {
  const { event, properties = {} } = message;
  const total = numberOf(properties['total']);
  if (event !== 'order_completed' || properties['revenue'] !== undefined || total === undefined) return message;
  const currency = currencyOf(properties);
  const minor = (value: unknown): number => toMinor(numberOf(value) ?? 0, currency);
  const revenue = toMajor(minor(total) - minor(properties['shipping']) - minor(properties['tax']), currency);
  return { ...message, properties: { ...properties, revenue } };
};

/** True when `value` is not Σ price × quantity of `items`. A warning, never a loss: discounts and taxes have many homes. */
export const isValueOff = ({ properties = {} }: TrackMessage): boolean => {
  const value = numberOf(properties['value']);
  const currency = currencyOf(properties);
  if (value === undefined || !Array.isArray(properties['items'])) return false;
  const sum = sumOfItems(properties['items'], currency);
  return sum !== undefined && sum !== toMinor(value, currency);
};
