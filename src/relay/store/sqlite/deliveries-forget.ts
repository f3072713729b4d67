import { writeIdentifier } from '../../identity/identifier.ts';
import type { Identifier } from '../erasing.ts';
import type { Tables } from './tables.ts';

/** So much goes in one transaction. */
const CHUNK = 500;

/** Where a platform writes its customer's id: elsewhere the same digits are a quantity, or another thing's id. */
const CUSTOMER_ID = /^(customer|user)_?id$/i;

/** Whether a parsed body names one of them: an address or a number anywhere, a customer id where one stands. */
const isNamed = (value: unknown, names: ReadonlySet<string>, key = '', parent = ''): boolean => {
  if (Array.isArray(value)) return value.some((one) => isNamed(one, names, key, parent));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).some(([name, inner]) => isNamed(inner, names, name, key));
  const text = String(value).trim();
  const isId = CUSTOMER_ID.test(key) || (key === 'id' && /^(customer|user)$/i.test(parent));
  return (
    names.has(`email:${text.toLowerCase()}`) || names.has(`phone:${text}`) || (isId && names.has(`userId:${text}`))
  );
};

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return body; // kept though it could not be read
  }
};

/**
 * Empties deliveries that name one of them; their ids stay, so that one that comes again is known. One that waits is still
 * mapped, to messages that are not taken in again; its body goes when it is old.
 * Looks at one after the other: an erasure is rare.
 */
export const forgetDeliveries = ({ sql }: Tables, identifiers: readonly Identifier[]): number => {
  const names = new Set(identifiers.map(writeIdentifier));
  const seqs = sql
    .all<{ seq: number; body: string }>(
      "select seq, body from source_deliveries where body <> '' and state <> 'waiting'",
    )
    .filter(({ body }) => isNamed(parsed(body), names))
    .map(({ seq }) => seq);
  return sql.run(
    "update source_deliveries set body = '' where seq in (select value from json_each(?))",
    JSON.stringify(seqs),
  );
};

/** Takes the bodies of what was settled long ago, and forgets the ids of what is older still. */
export const purgeDeliveries = (
  { sql }: Tables,
  { bodiesBefore, idsBefore }: { readonly bodiesBefore: number; readonly idsBefore: number },
): number => {
  const removed = sql.run(
    `delete from source_deliveries where seq in
       (select seq from source_deliveries where received_at < ? and state <> 'waiting' limit ?)`,
    idsBefore,
    CHUNK,
  );
  const emptied = sql.run(
    `update source_deliveries set body = '' where seq in
       (select seq from source_deliveries where received_at < ? and state in ('done', 'ignored') and body <> '' limit ?)`,
    bodiesBefore,
    CHUNK,
  );
  return removed + emptied;
};
