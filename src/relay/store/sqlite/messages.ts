import { visitorOf } from '../../identity/keys.ts';
import type { DeliveryState, NewMessage } from '../store.ts';
import { count, type Tables } from './tables.ts';
import { visitorLane } from './visitor-lane.ts';

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i;

/**
 * What a destination that dedupes is given. A ULID is unique by itself; other ids are unique within their source
 * only. Of an order it is the business key, so that destinations agree even when our own memory was lost.
 */
const deliveryKey = ({ source, messageId }: NewMessage, businessKey: string | undefined): string =>
  businessKey ?? (ULID.test(messageId) ? messageId : `${source}/${messageId}`);

interface Placing {
  readonly person: string | undefined;
  /** False for what is kept but not delivered: it counts in no total. */
  readonly counts: boolean;
}

/** Returns the message's place in order of arrival. */
export const insertMessage = (tables: Tables, input: NewMessage, { person, counts }: Placing): number => {
  const { message } = input;
  count(tables, 'messages');
  return tables.sql.insert(
    `insert into messages (revision, source, message_id, delivery_key, type, event, anonymous_id, person, trusted, counts,
       occurred_at, received_at, tab, tab_index, incomplete, body)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    tables.nextRevision(),
    input.source,
    input.messageId,
    deliveryKey(input, counts ? input.businessKey : undefined),
    message.type,
    message.type === 'track' ? message.event : null,
    visitorOf(input) ?? null,
    person ?? null,
    Number(input.trusted),
    Number(counts),
    input.occurredAt,
    input.receivedAt,
    input.tab ?? null,
    input.tabIndex ?? null,
    JSON.stringify(input.incomplete),
    JSON.stringify(message),
  );
};

interface Delivering {
  readonly seq: number;
  readonly person: string | undefined;
  readonly withheld: string | undefined;
}

const stateOf = ({ withheld }: Delivering, lane: string | undefined): DeliveryState =>
  withheld !== undefined ? 'withheld' : lane === undefined ? 'held' : 'pending';

/** One row for each destination: each takes its own time. */
export const insertOutbox = ({ sql, destinations }: Tables, input: NewMessage, delivering: Delivering): void => {
  const { seq, person, withheld } = delivering;
  const visitor = visitorOf(input);
  destinations.forEach(({ name, anonymous }) => {
    const forwarded = anonymous === 'forward' && visitor !== undefined ? visitorLane(visitor) : undefined;
    const lane = person ?? forwarded;
    sql.run(
      `insert into outbox (destination, seq, state, lane, occurred_at, tab, tab_index, reason)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
      name,
      seq,
      stateOf(delivering, lane),
      lane ?? null,
      input.occurredAt,
      input.tab ?? '',
      input.tabIndex ?? 0,
      withheld ?? null,
    );
  });
};

/** Keeps a message that is still held from ever being delivered. */
export const withholdRows = ({ sql, nextRevision }: Tables, seq: number, reason: string): void => {
  sql.run(`update outbox set state = 'withheld', reason = ? where seq = ? and state = 'held'`, reason, seq);
  sql.run('update messages set counts = 0, revision = ? where seq = ?', nextRevision(), seq);
};
