import type { Purged, PurgeOptions } from '../store.ts';
import { purgeNotes } from './notes.ts';
import type { Tables } from './tables.ts';

/** So much goes in one transaction. */
const CHUNK = 500;

/** A token that was replaced stays good for this long, for what lies in an inbox. */
const OLD_TOKEN_MS = 60 * 86_400_000;

const purgeHeld = ({ sql }: Tables, before: number): number => {
  const rows = sql.all<{ seq: number }>(
    'select seq from messages where person is null and received_at < ? limit ?',
    before,
    CHUNK,
  );
  rows.forEach(({ seq }) => {
    sql.run('delete from outbox where seq = ?', seq);
    sql.run('delete from messages where seq = ?', seq);
  });
  return rows.length;
};

const purgeKeys = ({ sql }: Tables, before: number): number =>
  sql.run(
    `delete from message_keys where (source, message_id) in
       (select source, message_id from message_keys where received_at < ? limit ?)`,
    before,
    CHUNK,
  );

const purgeTokens = ({ sql }: Tables, now: number): void => {
  sql.run(
    `delete from link_tokens where made_at < ? and exists (
       select 1 from link_tokens newer where newer.person = link_tokens.person and newer.made_at > link_tokens.made_at)`,
    now - OLD_TOKEN_MS,
  );
};

/** The work of one purge, to be done within a transaction. */
export const purge = (tables: Tables, { heldBefore, keysBefore, now }: PurgeOptions): Purged => {
  const held = purgeHeld(tables, heldBefore);
  const keys = purgeKeys(tables, keysBefore);
  purgeTokens(tables, now);
  const notes = purgeNotes(tables, CHUNK);
  return { held, keys, isDone: held < CHUNK && keys < CHUNK && notes < CHUNK };
};
