import type { Tables } from './tables.ts';

/** So much goes in one transaction. */
const CHUNK = 500;

/** Removes deliveries that name any of these texts, whatever their state; counters stay as they were. */
export const forgetDeliveries = ({ sql }: Tables, texts: readonly string[]): number =>
  texts
    .filter((text) => text !== '')
    .reduce(
      (count, text) => count + sql.run('delete from source_deliveries where instr(lower(body), lower(?)) > 0', text),
      0,
    );

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
