import type { Fact } from '../../identity/profile.ts';
import { personAt } from '../../identity/snapshot.ts';
import { addToProfile } from './facts.ts';
import { LANE_ORDER } from './lanes.ts';
import { readLinks } from './persons.ts';
import type { Tables } from './tables.ts';

interface HeldRow {
  readonly seq: number;
  readonly occurred_at: number;
  readonly trusted: number;
  readonly counts: number;
  readonly body: string;
}

const factOf = ({ body, occurred_at, trusted, counts }: HeldRow): Fact => ({
  message: JSON.parse(body) as Fact['message'], // written by insertMessage
  occurredAt: occurred_at,
  trusted: trusted === 1,
  counts: counts === 1,
});

const hand = ({ sql, nextRevision }: Tables, seq: number, person: string): void => {
  sql.run('update messages set person = ?, revision = ? where seq = ?', person, nextRevision(), seq);
  // what is pending already is being forwarded under the visitor's own id, and stays in the visitor's lane
  sql.run(
    `update outbox set lane = ?, state = case state when 'held' then 'pending' else state end
     where seq = ? and state <> 'pending'`,
    person,
    seq,
  );
};

/** Hands what is held of a visitor to the person of each message's moment; returns those persons. */
export const release = (tables: Tables, anonymousId: string, at: number): ReadonlySet<string> => {
  const links = readLinks(tables, anonymousId);
  const held = tables.sql.all<HeldRow>(
    `select seq, occurred_at, trusted, counts, body from messages
     where anonymous_id = ? and person is null order by ${LANE_ORDER}`,
    anonymousId,
  );
  const persons = new Set(links.map(({ person }) => person));
  persons.forEach((person) => {
    const rows = held.filter(({ occurred_at }) => personAt(links, occurred_at) === person);
    if (rows.length === 0) return;
    rows.forEach(({ seq }) => hand(tables, seq, person));
    addToProfile(tables, person, rows.map(factOf), at);
  });
  return persons;
};
