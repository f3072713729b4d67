import { mentionsIn } from '../../identity/mentions.ts';
import { writeIdentifier } from '../../identity/identifier.ts';
import type { Keys } from '../../identity/keys.ts';
import type { Erased, Identifier } from '../store.ts';
import { forgetDeliveries } from './deliveries-forget.ts';
import { queueErasure } from './erasures.ts';
import { findHolding, type Found, type Holding } from './holding.ts';
import { keysOfRow, type PersonRow } from './persons.ts';
import { discount, type Tables } from './tables.ts';
import { putTombstone } from './tombstones.ts';
import { visitorLane } from './visitor-lane.ts';

// ?1: the persons, ?2: their visitors, each a JSON list
const PERSONS = '(select value from json_each(?1))';
const VISITORS = '(select value from json_each(?2))';
const MESSAGES = `(select seq from messages where person in ${PERSONS} union
  select seq from messages where person is null and anonymous_id in ${VISITORS})`;
const CARTS = `(select cart_id from carts c where (person in ${PERSONS} or buyer in ${PERSONS}
    or cart_id in (select cart_id from cart_visitors where anonymous_id in ${VISITORS}))
  and coalesce(person, '') in (select '' union select value from json_each(?1))
  and coalesce(buyer, '') in (select '' union select value from json_each(?1))
  and not exists (select 1 from cart_visitors v where v.cart_id = c.cart_id and v.anonymous_id not in ${VISITORS}))`;

const count = (tables: Tables, from: string, { persons, visitors }: Holding): number =>
  tables.sql.get<{ n: number }>(
    `select count(*) as n, ?1 as persons, ?2 as visitors from ${from}`,
    JSON.stringify(persons),
    JSON.stringify(visitors),
  )?.n ?? 0;

/** A refused message of any shape that names one of them. There are few, and they are looked at one by one. */
const quarantinedOf = ({ sql }: Tables, names: ReadonlySet<string>): number[] =>
  sql
    .all<{ seq: number; body: string }>('select seq, body from quarantine')
    .filter(({ body }) => mentionsIn(JSON.parse(body)).some((one) => names.has(writeIdentifier(one))))
    .map(({ seq }) => seq);

/** Merges that name them, whosever message it is. Rare, and without an index: an erasure is rare too. */
const mergesOf = ({ sql }: Tables, names: ReadonlySet<string>): number[] =>
  sql
    .all<{ seq: number; body: string }>("select seq, body from messages where type = 'alias'")
    .filter(({ body }) => mentionsIn(JSON.parse(body)).some((one) => names.has(writeIdentifier(one))))
    .map(({ seq }) => seq);

const rowsOf = ({ sql }: Tables, { persons }: Holding): readonly PersonRow[] =>
  sql.all<PersonRow>('select * from persons where id in (select value from json_each(?))', JSON.stringify(persons));

const formerOf = ({ sql }: Tables, { persons }: Holding): readonly Identifier[] =>
  sql.all<Identifier>(
    'select key, value from former_keys where person in (select value from json_each(?))',
    JSON.stringify(persons),
  );

/** All by which somebody is known here, and the name that was asked for. */
const identifiersOf = (
  rows: readonly PersonRow[],
  former: readonly Identifier[],
  { visitors, identifier }: Found,
): readonly Identifier[] => [
  ...rows.flatMap((row) => Object.entries(keysOfRow(row)).map(([key, value]) => ({ key, value }) as Identifier)), // the keys of Keys
  ...former,
  ...visitors.map((value): Identifier => ({ key: 'anonymousId', value })),
  ...(identifier && (identifier.key !== 'anonymousId' || rows.length === 0) ? [identifier] : []),
];

const keysOfName = (identifier: Identifier | undefined): Keys =>
  identifier && identifier.key !== 'anonymousId' ? { [identifier.key]: identifier.value } : {};

/** Whom destinations are to erase: each person, or the bare name where nobody here has it. */
const leavingOf = (
  rows: readonly PersonRow[],
  former: readonly Identifier[],
  { identifier, visitors }: Found,
): { id: string; keys: Keys }[] => {
  const known = rows.map((row) => ({ id: row.id, keys: keysOfRow(row) }));
  const named = known.filter(({ keys }) => Object.keys(keys).length > 0);
  // a profile under an old name may still be there: no merge of ours is one of theirs
  const before = former.map(({ key, value }) => ({ id: crypto.randomUUID(), keys: { [key]: value } }));
  if (named.length > 0 || identifier === undefined) return [...named, ...before];
  const keys = keysOfName(identifier);
  return Object.keys(keys).length > 0 || visitors.length > 0 ? [{ id: crypto.randomUUID(), keys }] : [];
};

interface Selection {
  readonly found: Found;
  readonly rows: readonly PersonRow[];
  readonly identifiers: readonly Identifier[];
  readonly former: readonly Identifier[];
  readonly quarantined: readonly number[];
  readonly merges: readonly number[];
}

const select = (tables: Tables, who: readonly Identifier[]): Selection => {
  const found = findHolding(tables, who);
  const rows = rowsOf(tables, found);
  const former = formerOf(tables, found);
  const identifiers = identifiersOf(rows, former, found);
  const names = new Set(identifiers.map(writeIdentifier));
  return {
    found,
    rows,
    former,
    identifiers,
    quarantined: quarantinedOf(tables, names),
    merges: mergesOf(tables, names),
  };
};

/** Those of the merges that are not counted as theirs already. */
const foreign = (tables: Tables, merges: readonly number[], found: Found): number =>
  merges.length === 0
    ? 0
    : count(tables, `messages where seq in (${merges.join(', ')}) and seq not in ${MESSAGES}`, found);

const summary = (tables: Tables, { found, rows, former, quarantined, merges }: Selection): Erased => ({
  persons: rows.filter(({ merged_into }) => merged_into === null).length,
  visitors: found.visitors.length,
  messages: count(tables, `messages where seq in ${MESSAGES}`, found) + foreign(tables, merges, found),
  undelivered: count(tables, `outbox where seq in ${MESSAGES} and state in ('held', 'pending', 'dead')`, found),
  quarantined: quarantined.length,
  carts: count(tables, `carts where cart_id in ${CARTS}`, found),
  orders: count(tables, `orders where person in ${PERSONS}`, found),
  destinations: leavingOf(rows, former, found).length > 0 ? tables.destinations.map(({ name }) => name) : [],
});

/** What an erasure would remove. */
export const previewErase = (tables: Tables, who: readonly Identifier[]): Erased =>
  summary(tables, select(tables, who));

/** In this order: each may ask the ones after it. */
const REMOVALS: readonly string[] = [
  `delete from outbox where seq in ${MESSAGES}`,
  `delete from business_keys where seq in ${MESSAGES}`,
  `delete from messages where seq in ${MESSAGES}`,
  `delete from checkouts where cart_id in ${CARTS}`,
  `delete from carts where cart_id in ${CARTS}`,
  `update carts set person = null where person in ${PERSONS}`,
  `update carts set buyer = null where buyer in ${PERSONS}`,
  `update carts set visitor = null where visitor in ${VISITORS}`,
  `delete from cart_visitors where anonymous_id in ${VISITORS}`,
  `update orders set person = null where person in ${PERSONS}`,
  `delete from link_tokens where person in ${PERSONS}`,
  `delete from former_keys where person in ${PERSONS}`,
  `delete from linked_persons where one in ${PERSONS} or other in ${PERSONS}`,
  `delete from releases where person in ${PERSONS} or anonymous_id in ${VISITORS}`,
  // whoever else used the browser does not inherit this stretch of its life
  `update links set person = '' where person in ${PERSONS} and anonymous_id not in ${VISITORS}`,
  `delete from links where anonymous_id in ${VISITORS}`,
  `delete from visitors where anonymous_id in ${VISITORS}`,
  `update persons set origin = null where origin in ${VISITORS}`,
  // what destinations remember of visitors stands under their ids
  `delete from notes where value in ${PERSONS} or exists (
     select 1 from json_each(?2) v where substr(name, -length(v.value)) = v.value)`,
  `delete from lanes where lane in ${PERSONS}`,
  `delete from lanes where lane in (select '${visitorLane('')}' || value from json_each(?2))`,
  `delete from persons where id in ${PERSONS}`,
];

/** A statement may use one of the two lists only; SQLite wants to be given those that it names. */
const perform = ({ sql }: Tables, text: string, { persons, visitors }: Holding): void => {
  const lists = [JSON.stringify(persons), JSON.stringify(visitors)];
  sql.run(text.includes('?2') ? text : `${text} and ?2 is not null`, ...lists);
};

/** The work of one erasure, to be done within a transaction. */
export const erase = (tables: Tables, who: readonly Identifier[], now: number): Erased => {
  const { sql } = tables;
  const selection = select(tables, who);
  const { found, rows, former, identifiers, quarantined, merges } = selection;
  const erased = summary(tables, selection);
  identifiers.forEach((identifier) => putTombstone(tables, identifier, now));
  leavingOf(rows, former, found).forEach(({ id, keys }) =>
    queueErasure(tables, { person: id, keys, visitors: found.visitors, at: now }),
  );
  REMOVALS.forEach((text) => perform(tables, text, found));
  sql.run('delete from outbox where seq in (select value from json_each(?))', JSON.stringify(merges));
  sql.run('delete from messages where seq in (select value from json_each(?))', JSON.stringify(merges));
  sql.run('delete from quarantine where seq in (select value from json_each(?))', JSON.stringify(quarantined));
  forgetDeliveries(tables, identifiers);
  discount(tables, 'quarantined', quarantined.length);
  discount(tables, 'persons', rows.length);
  discount(tables, 'visitors', found.visitors.length);
  return erased;
};
