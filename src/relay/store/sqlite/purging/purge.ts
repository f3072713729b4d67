import type { Purged, PurgeOptions } from '../../store.ts';
import { purgeNotes } from '../notes.ts';
import { discount, type Tables } from '../tables.ts';
import { purgeCarts, purgeCheckouts } from './carts.ts';
import { CHUNK, DAY_MS, NOTHING, stepOf, type Step } from './chunk.ts';
import { purgeHeld, purgeMessages } from './messages.ts';
import { purgePersons, purgeVisitors } from './persons.ts';

/** A token that was replaced stays good for this long, for what lies in an inbox. */
const OLD_TOKEN_MS = 60 * DAY_MS;
/** Longer than any tab is left alone and comes back; a client gives a message up after 14 days. */
const TAB_MS = 90 * DAY_MS;

const purgeKeys = ({ sql }: Tables, before: number): Step =>
  stepOf(
    sql.run(
      `delete from message_keys where (source, message_id) in
         (select source, message_id from message_keys where lasting = 0 and received_at < ? limit ?)`,
      before,
      CHUNK,
    ),
  );

const purgeTokens = ({ sql }: Tables, now: number): void => {
  sql.run(
    `delete from link_tokens where made_at < ? and exists (
       select 1 from link_tokens newer where newer.person = link_tokens.person and newer.made_at > link_tokens.made_at)`,
    now - OLD_TOKEN_MS,
  );
};

/** What was missing of a tab stays missing in the count. */
const purgeTabs = ({ sql }: Tables, before: number): Step =>
  stepOf(
    sql.run(
      'delete from tabs where (source, tab) in (select source, tab from tabs where last_at < ? limit ?)',
      before,
      CHUNK,
    ),
  );

/** The oldest come first: where they are young, all are. */
const purgeQuarantine = (tables: Tables, before: number): Step => {
  const removed = tables.sql.run(
    `delete from quarantine where seq in (
       select seq from (select seq, received_at from quarantine order by seq limit ?) where received_at < ?)`,
    CHUNK,
    before,
  );
  discount(tables, 'quarantined', removed);
  return stepOf(removed);
};

/** Reports of drops and counts of drift: so long after the last one nobody looks for its cause. */
const purgeCounts = (tables: Tables, before: number): void => {
  const { sql } = tables;
  sql.run(
    `insert into counters select 'dropped:' || reason, sum(count) from drop_reports where received_at < ? group by reason
     on conflict do update set n = n + excluded.n`,
    before,
  );
  sql.run('delete from drop_reports where received_at < ?', before);
  discount(tables, 'drift_rows', sql.run('delete from drift where last_at < ?', before));
};

const once = (tables: Tables, { now, quarantineBefore }: PurgeOptions): void => {
  purgeTokens(tables, now);
  if (quarantineBefore !== undefined) purgeCounts(tables, quarantineBefore);
};

/** The work of one purge, to be done within a transaction. */
export const purge = (tables: Tables, options: PurgeOptions): Purged => {
  const { heldBefore, messagesBefore, quarantineBefore, cartsBefore, personsBefore, now } = options;
  const steps = {
    held: purgeHeld(tables, heldBefore),
    keys: purgeKeys(tables, options.keysBefore),
    messages: messagesBefore === undefined ? NOTHING : purgeMessages(tables, messagesBefore),
    quarantined: quarantineBefore === undefined ? NOTHING : purgeQuarantine(tables, quarantineBefore),
    carts: cartsBefore === undefined ? NOTHING : purgeCarts(tables, cartsBefore, now),
    checkouts: cartsBefore === undefined ? NOTHING : purgeCheckouts(tables, cartsBefore),
    persons: personsBefore === undefined ? NOTHING : purgePersons(tables, personsBefore),
    visitors: purgeVisitors(tables, heldBefore),
    tabs: purgeTabs(tables, now - TAB_MS),
    notes: stepOf(purgeNotes(tables, CHUNK)),
  };
  const isDone = Object.values(steps).every((step) => step.isDone);
  if (isDone) once(tables, options);
  return {
    held: steps.held.removed,
    keys: steps.keys.removed,
    messages: steps.messages.removed,
    quarantined: steps.quarantined.removed,
    carts: steps.carts.removed,
    persons: steps.persons.removed,
    visitors: steps.visitors.removed,
    isDone,
  };
};
