import { canonicalEvents, type EventName, type Plan } from '../../schema.ts';
import { isRecord } from '../record.ts';
import type { DriftUse } from '../store/drift.ts';
import { aliasesOfEvent, lineItemAliases, propertyAliases, traitAliases } from './aliases.ts';
import { coerceValues, type Reading, type Result } from './coerce.ts';
import { createDriftLog, type DriftLog } from './drift.ts';
import { canonicalEvent, type KnownEvent } from './event-name.ts';
import { lineItemKeys, readItems } from './line-items.ts';
import type { MoneySource } from './money.ts';
import { renamedByPlan } from './plan-renames.ts';
import { createKeyTable, renameKeys, type KeyTable } from './rename-keys.ts';
import { isFlatProduct, listKeys, reshape } from './shape.ts';
import { withTotals } from './totals.ts';

type Values = Record<string, unknown>;

/** What normalising depends on beside the message. */
export interface NormaliseTerms {
  readonly plan: Plan;
  /** The form of money that the source declares. Default "major". */
  readonly money?: MoneySource;
  /** Takes from parsed text what intake takes from every body. Default: nothing. */
  readonly strip?: (parsed: unknown) => unknown;
}

/** A message under canonical names and in the contract's types, with what that took. It is still to be checked. */
export interface NormalisedMessage {
  readonly message: Values;
  readonly drift: readonly DriftUse[];
}

const keysOfEvent = (event: EventName, isFlat: boolean): string[] => {
  const { required, expected, optional } = canonicalEvents[event];
  const own = [required, expected, optional].flatMap((part) => Object.keys(part));
  return [...new Set([...own, ...(isFlat ? lineItemKeys : []), 'currency'])];
};

const tables = new Map<string, KeyTable>();

const once = (name: string, make: () => KeyTable): KeyTable => {
  const table = tables.get(name) ?? make();
  tables.set(name, table);
  return table;
};

const tableOf = (event: EventName, isFlat: boolean): KeyTable =>
  once(`${event} ${isFlat}`, () =>
    createKeyTable(
      keysOfEvent(event, isFlat),
      aliasesOfEvent[event] ?? {},
      propertyAliases,
      isFlat ? lineItemAliases : {},
    ),
  );

const pageTable = (): KeyTable =>
  once('page', () => createKeyTable(['url', 'path', 'title', 'referrer'], aliasesOfEvent.page ?? {}));
const traitTable = (): KeyTable => once('traits', () => createKeyTable(Object.keys(traitAliases), traitAliases));

/** "eur" is EUR; without one, the code that stands inside an amount (`{ amount, currencyCode }`) is taken. */
const withCurrency = (properties: Values, drift: DriftLog): Values => {
  const { currency } = properties;
  if (typeof currency === 'string' && /^\s*[a-z]{3}\s*$/i.test(currency)) {
    const code = currency.trim().toUpperCase();
    if (code === currency) return properties;
    drift.note('type', 'currency: another case', 'upper case');
    return { ...properties, currency: code };
  }
  if (currency !== undefined && currency !== null) return properties;
  const amounts = ['total', 'value', 'price', 'amount', 'subtotal'].map((key) => properties[key]);
  const codes = amounts.map((amount) =>
    isRecord(amount) ? (amount['currencyCode'] ?? amount['currency_code']) : undefined,
  );
  const code = codes.find((one) => typeof one === 'string' && /^[A-Z]{3}$/.test(one));
  if (code === undefined) return properties;
  drift.note('property', 'currencyCode of an amount', 'currency');
  return { ...properties, currency: code };
};

const readLists = (properties: Values, reading: Reading, strip: (parsed: unknown) => unknown): Result<Values> => {
  let read = properties;
  for (const key of listKeys) {
    if (read[key] === undefined) continue;
    const list = readItems(read[key], key, reading, strip);
    if (!list.ok) return list;
    if (list.value !== read[key]) read = { ...read, [key]: list.value };
  }
  return { ok: true, value: read };
};

const readProperties = (
  { event, step }: { readonly event: EventName; readonly step?: string },
  input: Values,
  terms: NormaliseTerms,
  drift: DriftLog,
): Result<Values> => {
  const { money = 'major', strip = (parsed) => parsed } = terms;
  const table = tableOf(event, isFlatProduct(event, input));
  const named = withCurrency(renameKeys(input, table, drift), drift);
  const currency = typeof named['currency'] === 'string' ? named['currency'] : '';
  const reading = { money, currency, drift };
  const coerced = coerceValues(named, table.keys, reading, '/properties');
  const listed = coerced.ok ? readLists(coerced.value, reading, strip) : coerced;
  if (!listed.ok) return listed;
  return { ok: true, value: withTotals(event, reshape(event, listed.value, step, drift), drift) };
};

/** A page view without an address of its own has the one of its context, where server SDKs put it. */
const readPage = (message: Values, drift: DriftLog): Values => {
  const properties = isRecord(message['properties']) ? message['properties'] : {};
  const named = renameKeys(properties, pageTable(), drift);
  const page = isRecord(message['context']) ? message['context']['page'] : undefined;
  if (named['url'] !== undefined || !isRecord(page) || typeof page['url'] !== 'string')
    return named === message['properties'] ? message : { ...message, properties: named };
  drift.note('computed', 'no url', 'context.page.url');
  return { ...message, properties: { ...named, url: page['url'] } };
};

const readTraits = (message: Values, drift: DriftLog): Values => {
  if (!isRecord(message['traits'])) return message;
  const traits = renameKeys(message['traits'], traitTable(), drift, 'traits.');
  return traits === message['traits'] ? message : { ...message, traits };
};

const readTrack = (
  message: Values,
  name: string,
  { event, ...rest }: KnownEvent,
  terms: NormaliseTerms,
  drift: DriftLog,
): Result<Values> => {
  if (name !== event) drift.note('event', name, event);
  if (event === 'page') {
    const { event: _, ...page } = message;
    return { ok: true, value: readPage({ ...page, type: 'page' }, drift) };
  }
  const given = message['properties'];
  const input = isRecord(given) ? given : given === undefined || given === null ? {} : undefined;
  if (!input) return { ok: true, value: { ...message, event } };
  const properties = readProperties({ event, ...rest }, input, terms, drift);
  if (!properties.ok) return properties;
  return { ok: true, value: { ...message, event, properties: properties.value } };
};

const read = (input: Values, terms: NormaliseTerms, drift: DriftLog): Result<Values> => {
  const message = renamedByPlan(input, terms.plan, drift);
  if (message['type'] === 'page') return { ok: true, value: readPage(message, drift) };
  if (message['type'] === 'identify') return { ok: true, value: readTraits(message, drift) };
  const name = message['type'] === 'track' ? message['event'] : undefined;
  if (typeof name !== 'string') return { ok: true, value: message };
  const known = canonicalEvent(name.trim(), terms.plan);
  return known ? readTrack(message, name.trim(), known, terms, drift) : { ok: true, value: message };
};

/**
 * Brings a message under the contract's names and into its types: aliases of events and properties, money in major units, times
 * in ISO 8601 UTC, line items out of a text, sums that were left out. Canonical input comes out as it went in.
 * Answers a problem where a value can be read in two ways or in none.
 */
export const normalise = (input: Values, terms: NormaliseTerms): Result<NormalisedMessage> => {
  const drift = createDriftLog();
  const result = read(input, terms, drift);
  return result.ok ? { ok: true, value: { message: result.value, drift: drift.uses() } } : result;
};
