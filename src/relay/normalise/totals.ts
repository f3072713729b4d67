import { toMajor, toMinor } from '../identity/money.ts';
import { isRecord } from '../record.ts';
import type { EventName } from '../../schema.ts';
import type { DriftLog } from './drift.ts';

type Values = Record<string, unknown>;

/** Events whose `value` is the sum of their items. */
const valued: ReadonlySet<EventName> = new Set([
  'added_to_cart',
  'removed_from_cart',
  'cart_viewed',
  'checkout_started',
]);

const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** Of a message that names no currency; all that matters here is the number of its digits, which is mostly two. */
const currencyOf = ({ currency }: Values): string => (typeof currency === 'string' ? currency : '');

/** Σ price × quantity in whole minor units; undefined when a price or a quantity is missing. */
const sumOfItems = (items: unknown, currency: string): number | undefined => {
  if (!Array.isArray(items)) return undefined;
  let sum = 0;
  for (const item of items as unknown[]) {
    const { price, quantity } = isRecord(item) ? item : {};
    if (typeof price !== 'number' || typeof quantity !== 'number') return undefined;
    sum += toMinor(price * quantity, currency); // by line: a price per gram may have more digits than the currency
  }
  return Number.isSafeInteger(sum) ? sum : undefined;
};

const withValue = (properties: Values, drift: DriftLog): Values => {
  const currency = currencyOf(properties);
  const sum = sumOfItems(properties['items'], currency);
  if (sum === undefined || properties['items_partial'] === true) return properties;
  const value = properties['value'];
  if (value === undefined) {
    drift.note('computed', 'no value', 'value');
    return { ...properties, value: toMajor(sum, currency) };
  }
  if (typeof value === 'number' && toMinor(value, currency) !== sum)
    drift.note('mismatch', 'value', 'Σ price × quantity');
  return properties;
};

const withRevenue = (properties: Values, drift: DriftLog): Values => {
  const total = numberOf(properties['total']);
  if (properties['revenue'] !== undefined || total === undefined) return properties;
  const currency = currencyOf(properties);
  const minor = (value: unknown): number => toMinor(numberOf(value) ?? 0, currency);
  drift.note('computed', 'no revenue', 'revenue');
  return {
    ...properties,
    revenue: toMajor(minor(total) - minor(properties['shipping']) - minor(properties['tax']), currency),
  };
};

/**
 * The sums that a message was left without: `value` = Σ price × quantity, `revenue` = total − shipping − tax. A `value` that
 * is another sum is counted and kept: discounts and taxes have many homes.
 */
export const withTotals = (event: EventName, properties: Values, drift: DriftLog): Values => {
  if (event === 'order_completed') return withRevenue(properties, drift);
  return valued.has(event) ? withValue(properties, drift) : properties;
};
