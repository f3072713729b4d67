import type { Problem } from '../../schema.ts';
import { shownJson } from '../../schema/shown.ts';
import type { DriftLog } from './drift.ts';
import { toMajor, type MoneySource } from './money.ts';
import { readTime, timeForm } from '../normalise/time.ts';

type Values = Record<string, unknown>;

/** What a step made, or what is wrong with what came. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** What is needed to read values: the source's form of money, the message's currency ("" when unknown), and where drift goes. */
export interface Reading {
  readonly money: MoneySource;
  readonly currency: string;
  readonly drift: DriftLog;
}

const keysOf = (...keys: readonly string[]): ReadonlySet<string> => new Set(keys);

const moneyKeys = keysOf(
  'price', 'discount', 'value', 'total', 'subtotal', 'shipping', 'tax', 'revenue', 'amount',
); // prettier-ignore
const idKeys = keysOf(
  'product_id', 'variant_id', 'sku', 'bundle_id', 'cart_id', 'checkout_id', 'order_id', 'refund_id',
  'subscription_id', 'list_id', 'form_id',
); // prettier-ignore
const countKeys = keysOf('quantity', 'results_count');
const flagKeys = keysOf('granted', 'is_first_order');
const timeKeys = keysOf('next_charge_at');

/** A value as it is to be, with a word for what came; undefined where it is right, or for the check to name. */
type Coerced = { readonly value: unknown; readonly came: string; readonly is: string } | undefined;

const coerceId = (value: unknown): Coerced =>
  Number.isSafeInteger(value) ? { value: String(value), came: 'a number', is: 'a text' } : undefined;

const coerceCount = (value: unknown): Coerced =>
  typeof value === 'string' && /^\s*\d{1,9}\s*$/.test(value)
    ? { value: Number(value), came: 'a text', is: 'a number' }
    : undefined;

const coerceFlag = (value: unknown): Coerced =>
  value === 'true' || value === 'false' ? { value: value === 'true', came: 'a text', is: 'true or false' } : undefined;

const coerceTime = (value: unknown): Coerced => {
  const ms = readTime(value);
  const came = timeForm(value);
  return ms === undefined || came === undefined
    ? undefined
    : { value: new Date(ms).toISOString(), came, is: 'ISO 8601 UTC' };
};

const coercers = [
  [idKeys, coerceId],
  [countKeys, coerceCount],
  [flagKeys, coerceFlag],
  [timeKeys, coerceTime],
] as const;

const coercePlain = (key: string, value: unknown): Coerced => coercers.find(([keys]) => keys.has(key))?.[1](value);

const wrongMoney = (path: string, value: unknown, expected: string): Problem => ({
  code: 'wrong_value',
  path,
  message: `${path.split('/').at(-1) ?? ''} needs ${expected}; it came as ${shownJson(value)}`,
});

const coerceMoney = (value: unknown, path: string, { money, currency }: Reading): Coerced | Problem => {
  const reading = toMajor(money, value, currency);
  if (!reading.ok) return wrongMoney(path, value, reading.expected);
  if (reading.currency !== undefined && currency !== '' && reading.currency !== currency)
    return wrongMoney(path, value, `an amount in the message's currency, ${currency}`);
  return reading.amount === value ? undefined : { value: reading.amount, came: reading.came, is: 'major units' };
};

/** Some data layers write null for what they do not know; the contract leaves it out. */
const withoutNulls = (record: Values, keys: ReadonlySet<string>, drift: DriftLog, prefix: string): Values => {
  const nulls = Object.keys(record).filter((key) => keys.has(key) && record[key] === null);
  if (nulls.length === 0) return record;
  nulls.forEach((key) => drift.note('type', `${prefix}${key}: null`, 'left out'));
  return Object.fromEntries(Object.entries(record).filter(([key]) => !nulls.includes(key)));
};

/**
 * A record with its known keys in the contract's types: money in major units, ids as texts, counts as numbers. What is none
 * of these stays as it came, for the check to name.
 * @param keys the keys that are known here.
 * @param path JSON pointer of the record; `prefix` is the same for the drift table.
 */
export const coerceValues = (
  input: Values,
  keys: ReadonlySet<string>,
  reading: Reading,
  path: string,
  prefix = '',
): Result<Values> => {
  const record = withoutNulls(input, keys, reading.drift, prefix);
  let changed: Values | undefined;
  for (const [key, value] of Object.entries(record)) {
    if (!keys.has(key) || value === undefined) continue;
    const isMoney = moneyKeys.has(key);
    const coerced = isMoney ? coerceMoney(value, `${path}/${key}`, reading) : coercePlain(key, value);
    if (!coerced) continue;
    if ('code' in coerced) return { ok: false, problem: coerced };
    const kind = isMoney ? 'money' : timeKeys.has(key) ? 'time' : 'type';
    reading.drift.note(kind, `${prefix}${key}: ${coerced.came}`, coerced.is);
    changed = { ...(changed ?? record), [key]: coerced.value };
  }
  return { ok: true, value: changed ?? record };
};
