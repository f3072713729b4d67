import type { Fact } from '../../identity/profile.ts';
import { NOBODY, type Link } from '../../identity/snapshot.ts';
import { isHistory } from '../../identity/history.ts';
import { takeBusinessKey } from './business-keys.ts';
import { attachCarts } from './carts.ts';
import { LANE_ORDER } from './lanes.ts';
import { withholdRows } from './messages.ts';
import { applyToOrder, closeByOrder } from './orders.ts';
import { addToProfile, readLinks } from './persons.ts';
import type { Tables } from './tables.ts';

/** A message that waits for its person. */
export interface HeldRow {
  readonly seq: number;
  readonly anonymous_id: string | null;
  readonly moment: number;
  readonly trusted: number;
  readonly from_server: number;
  readonly counts: number;
  readonly business_key: string | null;
  readonly body: string;
}

export const HELD_COLUMNS = 'seq, anonymous_id, moment, trusted, from_server, counts, business_key, body';

/** So much is released within one transaction; nobody's checkout waits for a bot's ten thousand page views. */
const CHUNK = 500;

const factOf = ({ body, moment, trusted }: HeldRow): Fact => ({
  message: JSON.parse(body) as Fact['message'], // written by insertMessage
  occurredAt: moment,
  trusted: trusted === 1,
});

const assign = ({ sql, nextRevision }: Tables, seq: number, person: string): void => {
  sql.run('update messages set person = ?, revision = ? where seq = ?', person, nextRevision(), seq);
  // what is pending already is being forwarded under the visitor's own id, and stays in the visitor's lane
  sql.run(
    `update outbox set lane = ?, state = case state when 'held' then 'pending' else state end
     where seq = ? and state <> 'pending'`,
    person,
    seq,
  );
};

/** What an order that was held does now that its person is known. */
const orderOf = (tables: Tables, row: HeldRow, { message, occurredAt }: Fact, person: string): string[] => {
  const { seq, business_key: businessKey, counts, from_server, anonymous_id } = row;
  const fromServer = from_server === 1;
  const report = { message, at: occurredAt, fromServer, person, visitor: anonymous_id ?? undefined };
  const { cartId, touched } = closeByOrder(tables, report);
  if (counts === 0) return [...touched];
  const duplicate =
    businessKey === null
      ? undefined
      : takeBusinessKey(tables, { ...{ seq, businessKey, person, fromServer }, isHistory: isHistory(message) });
  if (duplicate !== undefined) withholdRows(tables, seq, duplicate);
  return duplicate === undefined ? [...touched, ...applyToOrder(tables, report, cartId)] : [...touched];
};

/** Hands held messages, in order of time, to the person; returns whose state that changes. */
export const handOver = (tables: Tables, rows: readonly HeldRow[], person: string): string[] => {
  if (rows.length === 0) return [];
  const facts = rows.map(factOf);
  const touched = rows.flatMap((row, index) => {
    assign(tables, row.seq, person);
    const fact = facts[index];
    return fact ? orderOf(tables, row, fact, person) : [];
  });
  addToProfile(tables, person, facts);
  return [person, ...touched];
};

const heldOf = ({ sql }: Tables, anonymousId: string, { from, until }: { from: number; until: number }): HeldRow[] =>
  sql.all<HeldRow>(
    `select ${HELD_COLUMNS} from messages where anonymous_id = ? and person is null and moment >= ? and moment < ?
     order by ${LANE_ORDER} limit ?`,
    anonymousId,
    from,
    until,
    CHUNK,
  );

/** The stretches of time that the links cut a visitor's life into, each with its person. */
const stretchesOf = (links: readonly Link[]): readonly { person: string; from: number; until: number }[] =>
  links.map(({ person, from }, index) => ({
    person,
    from: index === 0 ? 0 : from,
    until: links[index + 1]?.from ?? Number.MAX_SAFE_INTEGER,
  }));

const mark = ({ sql }: Tables, anonymousId: string, person: string, isDone: boolean): void => {
  if (isDone) sql.run('delete from releases where person = ? and anonymous_id = ?', person, anonymousId);
  else sql.run('insert into releases values (?, ?) on conflict do nothing', anonymousId, person);
};

/**
 * Hands what is held of a visitor to the person of each message's moment, a bounded piece of it; the rest follows, and
 * the lanes concerned wait for it. Returns the persons whose state or lanes may have changed.
 */
export const release = (tables: Tables, anonymousId: string): string[] => {
  const stretches = stretchesOf(readLinks(tables, anonymousId)).filter(({ person }) => person !== NOBODY);
  const full = new Set<string>();
  const touched = stretches.flatMap(({ person, from, until }) => {
    const rows = heldOf(tables, anonymousId, { from, until });
    if (rows.length === CHUNK) full.add(person);
    return [person, ...attachCarts(tables, anonymousId, { person, from, until }), ...handOver(tables, rows, person)];
  });
  new Set(stretches.map(({ person }) => person)).forEach((person) => {
    mark(tables, anonymousId, person, !full.has(person));
  });
  return touched;
};
