import { createHmac } from 'node:crypto';
import { aliasKeys } from '../../identity/alias.ts';
import { keysOf, visitorOf } from '../../identity/keys.ts';
import { mentionsIn, momentIn } from '../../identity/mentions.ts';
import type { Identifier, NewMessage, NewQuarantined } from '../store.ts';
import { secretOf } from './secrets.ts';
import type { Tables } from './tables.ts';

/** Keyed, so that whoever finds the file cannot try addresses one by one without the rest of it. */
const hashOf = (tables: Tables, { key, value }: Identifier): string =>
  createHmac('sha256', secretOf(tables, 'tombstones')).update(`${key}\n${value}`).digest('hex');

/** Remembers that somebody was erased, without remembering whom. */
export const putTombstone = (tables: Tables, identifier: Identifier, at: number): void => {
  tables.sql.run(
    'insert into tombstones values (?, ?) on conflict do update set erased_at = max(erased_at, excluded.erased_at)',
    hashOf(tables, identifier),
    at,
  );
};

/**
 * A time is corrected by how long the request was under way, so that what happened just before an erasure seems to have
 * happened after it. A client of ours gives a request up after 10 s.
 */
const UNDER_WAY_MS = 10_000;

const isNamed = (tables: Tables, identifiers: readonly Identifier[], at: number): boolean =>
  identifiers.some(
    (identifier) =>
      tables.sql.get(
        'select 1 from tombstones where hash = ? and erased_at >= ?',
        hashOf(tables, identifier),
        at - UNDER_WAY_MS,
      ) !== undefined,
  );

const areThere = ({ sql }: Tables): boolean => sql.get('select 1 from tombstones limit 1') !== undefined;

const identifiersOf = (input: NewMessage): readonly Identifier[] => {
  const named = [...Object.entries(keysOf(input)), ...aliasKeys(input)];
  const keys = named.map(([key, value]) => ({ key, value }) as Identifier); // the keys of Keys
  const visitor = visitorOf(input);
  return visitor === undefined ? keys : [...keys, { key: 'anonymousId', value: visitor }];
};

/** Whether a message is of the erased part of somebody's life. What they do after it is taken in as anybody's. */
export const isErased = (tables: Tables, input: NewMessage): boolean =>
  areThere(tables) && isNamed(tables, identifiersOf(input), input.occurredAt);

/** The same of a refused message, which may be of any shape. */
export const isErasedRefusal = (tables: Tables, { body, receivedAt }: NewQuarantined): boolean =>
  areThere(tables) && isNamed(tables, mentionsIn(body), momentIn(body, receivedAt));
