import type { Person } from '../../store/store.ts';
import { bytesOf, cutToBytes, jsonBytes } from './bytes.ts';

/** Customer.io's limits of a person's attributes; they hold wherever its profiles may be fed from. */
export const attributeLimits = {
  nameBytes: 150,
  valueBytes: 1_000,
  /** Attributes of one identify. */
  count: 300,
} as const;

/** Names that mean something to a destination itself. Never taken from traits; `cio_…` and `_…` are reserved as a whole. */
const RESERVED: ReadonlySet<string> = new Set([
  'anonymous_id',
  'anonymousId',
  'cio_id',
  'email',
  'id',
  'userId',
  'phone',
  'created_at',
  'createdAt',
  'unsubscribed',
]);

const isReserved = (name: string): boolean => RESERVED.has(name) || name.startsWith('cio_') || name.startsWith('_');

/** A text that is too long is cut; a list or an object cannot be, and is left out (one of them would cost the whole person). */
const fitting = (value: unknown): unknown => {
  if (typeof value === 'string') return cutToBytes(value, attributeLimits.valueBytes);
  return value === undefined || jsonBytes(value) > attributeLimits.valueBytes ? undefined : value;
};

/** A person's attributes as name and value, without reserved names, within the limits. */
export const attributeEntries = (
  attributes: Person['attributes'],
  timeOf: (name: string, value: unknown) => unknown,
): [string, unknown][] =>
  Object.entries(attributes)
    .filter(([name]) => !isReserved(name) && bytesOf(name) <= attributeLimits.nameBytes)
    .map(([name, value]): [string, unknown] => [name, fitting(timeOf(name, value))])
    .filter(([, value]) => value !== undefined);

/** Builds the item with as many of the attributes as it can carry; the first ones are the last to go. */
export const withinItem = <T>(
  build: (attributes: Readonly<Record<string, unknown>>) => T,
  entries: readonly [string, unknown][],
  maxBytes: number,
): T => {
  const whole = build(Object.fromEntries(entries));
  return entries.length === 0 || jsonBytes(whole) <= maxBytes
    ? whole
    : withinItem(build, entries.slice(0, -1), maxBytes);
};
