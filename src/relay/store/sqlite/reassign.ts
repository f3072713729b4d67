import { personAt, type Link } from '../../identity/snapshot.ts';
import { applyFact, emptyProfile, type Profile } from '../../identity/profile.ts';
import { joinKeysOf } from '../../identity/join-keys.ts';
import type { Message } from '../../../schema.ts';
import { reattachCarts } from './carts.ts';
import { setProfile } from './persons.ts';
import type { Tables } from './tables.ts';

interface AssignedRow {
  readonly seq: number;
  readonly person: string;
  readonly moment: number;
  readonly body: string;
}

/** What can still be given to another: nothing of it has left, nor may be leaving at this moment. */
const STILL_HERE = `
  not exists (
    select 1 from outbox o left join lanes l on l.destination = o.destination and l.lane = o.lane
    where o.seq = m.seq and (o.state in ('delivered', 'dead') or o.attempts > 0
      or (o.state = 'pending' and coalesce(l.leased_until, 0) > ?))
  )`;

const LIMIT = 2_000;

const profileFromMessages = ({ sql }: Tables, person: string): Profile =>
  sql
    .all<{ body: string; moment: number; trusted: number }>(
      `select body, moment, trusted from messages where person = ?
         and (type = 'identify' or event = 'consent_changed' or event like 'subscription%') order by moment`,
      person,
    )
    .map(({ body, moment, trusted }) => ({
      message: JSON.parse(body) as Message, // written by insertMessage
      occurredAt: moment,
      trusted: trusted === 1,
    }))
    .reduce(applyFact, emptyProfile);

const give = (tables: Tables, { seq, body }: AssignedRow, person: string): void => {
  const { sql } = tables;
  sql.run('update messages set person = ?, revision = ? where seq = ?', person, tables.nextRevision(), seq);
  sql.run('update outbox set lane = ? where seq = ?', person, seq);
  const { orderId } = joinKeysOf(JSON.parse(body) as Message); // written by insertMessage
  if (orderId !== undefined) sql.run('update orders set person = ? where order_id = ?', person, orderId);
};

/** A link that was put among others: whose its stretch of time is now, and whose it was. */
export interface Stretch {
  readonly anonymousId: string;
  readonly links: readonly Link[];
  readonly from: number;
  readonly until: number;
  readonly before: string;
}

/**
 * An identify that comes late, after events that happened after it: those go to the person of their moment too, as far
 * as nobody has been told otherwise yet. Returns whose state that changes.
 */
export const reassign = (tables: Tables, stretch: Stretch, now: number): string[] => {
  const { anonymousId, links, from, until, before } = stretch;
  const rows = tables.sql.all<AssignedRow>(
    `select seq, person, moment, body from messages m
     where anonymous_id = ? and by_link = 1 and moment >= ? and moment < ? and person = ? and ${STILL_HERE}
     order by moment limit ?`,
    anonymousId,
    from,
    until,
    before,
    now,
    LIMIT,
  );
  const person = personAt(links, from);
  if (rows.length === 0 || person === undefined || person === before) return [];
  rows.forEach((row) => give(tables, row, person));
  [before, person].forEach((id) => setProfile(tables, id, profileFromMessages(tables, id)));
  reattachCarts(tables, { visitor: anonymousId, from, until, before, person });
  return [before, person];
};
