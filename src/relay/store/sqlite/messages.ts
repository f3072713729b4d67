import { isIntent, joinKeysOf } from '../../identity/join-keys.ts';
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

export interface Placing {
  readonly person: string | undefined;
  readonly visitor: string | undefined;
  /** It brought nothing that names the person but its visitor. */
  readonly byLink: boolean;
  /** The cart that it is about, named or by its checkout. */
  readonly cartId: string | undefined;
  /** When it happened, for order and identity: Unix ms. */
  readonly moment: number;
  /** False for what is kept but not delivered: it counts in no total. */
  readonly counts: boolean;
}

/** The order of the values in insertMessage. Made once: a text that is put together anew has to be hashed anew to find its statement. */
const INSERT_MESSAGE = `insert into messages (
    revision, source, message_id, delivery_key, type, event, anonymous_id, person, by_link, trusted, from_server, counts,
    business_key, intent, cart_id, checkout_id, order_id, occurred_at, moment, received_at, tab, tab_index, incomplete, body
  ) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Returns the message's place in order of arrival. */
export const insertMessage = (tables: Tables, input: NewMessage, placing: Placing): number => {
  const { message } = input;
  const { checkoutId, orderId } = joinKeysOf(message);
  count(tables, 'messages');
  return tables.sql.insert(
    INSERT_MESSAGE,
    tables.nextRevision(),
    input.source,
    input.messageId,
    deliveryKey(input, placing.counts ? input.businessKey : undefined),
    message.type,
    message.type === 'track' ? message.event : null,
    placing.visitor ?? null,
    placing.person ?? null,
    Number(placing.byLink),
    Number(input.trusted),
    Number(input.fromServer === true),
    Number(placing.counts),
    input.businessKey ?? null,
    Number(isIntent(message)),
    placing.cartId ?? null,
    checkoutId ?? null,
    orderId ?? null,
    input.occurredAt,
    placing.moment,
    input.receivedAt,
    input.tab ?? null,
    input.tabIndex ?? null,
    JSON.stringify(input.incomplete),
    JSON.stringify(message),
  );
};

interface Delivering extends Pick<Placing, 'person' | 'moment'> {
  readonly seq: number;
  /** The anonymous visitor who did it. */
  readonly visitor: string | undefined;
  readonly withheld: string | undefined;
}

const stateOf = ({ withheld }: Delivering, lane: string | undefined): DeliveryState =>
  withheld !== undefined ? 'withheld' : lane === undefined ? 'held' : 'pending';

/** One row for each destination: each takes its own time. */
export const insertOutbox = ({ sql, destinations, tally }: Tables, input: NewMessage, delivering: Delivering): void => {
  const { seq, person, visitor, moment, withheld } = delivering;
  destinations.forEach(({ name, anonymous }) => {
    const forwarded = anonymous === 'forward' && visitor !== undefined ? visitorLane(visitor) : undefined;
    const lane = person ?? forwarded;
    const state = stateOf(delivering, lane);
    tally.countDelivery(name, state);
    sql.run(
      `insert into outbox (destination, seq, state, lane, moment, tab, tab_index, reason)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
      name,
      seq,
      state,
      lane ?? null,
      moment,
      input.tab ?? '',
      input.tabIndex ?? 0,
      withheld ?? null,
    );
  });
};

/** Keeps a message from being delivered where that has not happened yet. */
export const withholdRows = ({ sql, nextRevision }: Tables, seq: number, reason: string): void => {
  sql.run(
    `update outbox set state = 'withheld', reason = ?, next_at = 0 where seq = ? and state in ('held', 'pending')`,
    reason,
    seq,
  );
  sql.run('update messages set counts = 0, revision = ? where seq = ?', nextRevision(), seq);
};
