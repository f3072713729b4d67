import type { Person } from '../../store/store.ts';
import type { Identifiers } from './identifiers.ts';
import { bytesOf, cutToBytes, limits } from './limits.ts';
import { timeValue, toSeconds } from './time.ts';

/** One item of `/api/v2/batch` that sets a person's state. */
export interface IdentifyItem {
  readonly type: 'person';
  readonly action: 'identify';
  readonly identifiers: Identifiers;
  /** Unix seconds; orders the updates, which Customer.io may process in another order than they came. */
  readonly timestamp?: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Names that mean something to Customer.io itself. Never taken from traits; `cio_…` and `_…` are reserved as a whole. */
const RESERVED: ReadonlySet<string> = new Set([
  'anonymous_id',
  'cio_id',
  'email',
  'id',
  'phone',
  'created_at',
  'unsubscribed',
]);

const isReserved = (name: string): boolean => RESERVED.has(name) || name.startsWith('cio_') || name.startsWith('_');

const isTooLong = (value: unknown): boolean => bytesOf(JSON.stringify(value) ?? '') > limits.attributeValueBytes;

/** A text that is too long is cut; a list or an object cannot be, and is left out (one of them would cost the whole person). */
const fitting = (value: unknown): unknown => {
  if (typeof value === 'string') return cutToBytes(value, limits.attributeValueBytes);
  return value === undefined || isTooLong(value) ? undefined : value;
};

const attributesOf = (attributes: Person['attributes']): [string, unknown][] =>
  Object.entries(attributes)
    .filter(([name]) => !isReserved(name) && bytesOf(name) <= limits.attributeNameBytes)
    .map(([name, value]): [string, unknown] => [name, fitting(timeValue(name, value))])
    .filter(([, value]) => value !== undefined);

/** Keys other than the one that addresses the person travel as attributes. */
const keyAttributes = ({ userId, email, phone }: Person, identifiers: Identifiers): [string, unknown][] => {
  const keys = Object.entries({ id: userId, email, phone });
  const addressed = Object.entries(identifiers);
  return keys.filter(([name, value]) => value !== undefined && !addressed.some(([n, v]) => n === name && v === value));
};

/** The item fits when it carries this many of the attributes; the person's keys come first. */
const withinItem = (item: IdentifyItem, entries: readonly [string, unknown][]): IdentifyItem => {
  const whole = { ...item, attributes: Object.fromEntries(entries) };
  const fits = bytesOf(JSON.stringify(whole)) <= limits.itemBytes;
  return fits ? whole : withinItem(item, entries.slice(0, -1));
};

/** The person's whole present state. Attributes that were cleared are null. */
export const mapPerson = (person: Person, identifiers: Identifiers): IdentifyItem => {
  const timestamp = toSeconds(person.changedAt);
  const item: IdentifyItem = {
    type: 'person',
    action: 'identify',
    identifiers,
    ...(timestamp !== undefined && { timestamp }),
    attributes: {},
  };
  const entries = [...keyAttributes(person, identifiers), ...attributesOf(person.attributes)];
  return withinItem(item, entries.slice(0, limits.attributes));
};
