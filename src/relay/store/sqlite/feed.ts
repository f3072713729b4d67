import type { DeliveryState, FeedEntry, FeedOptions } from '../store.ts';
import { keysOfRow } from './persons.ts';
import type { Tables } from './tables.ts';

interface MessageRow {
  readonly seq: number;
  readonly revision: number;
  readonly source: string;
  readonly message_id: string;
  readonly type: string;
  readonly event: string | null;
  readonly anonymous_id: string | null;
  readonly person: string | null;
  readonly email: string | null;
  readonly user_id: string | null;
  readonly phone: string | null;
  readonly claimed_user_id: string | null;
  readonly occurred_at: number;
  readonly received_at: number;
  readonly incomplete: string;
  readonly body: string;
}

interface OutboxRow {
  readonly destination: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly reason: string | null;
  readonly next_at: number;
}

interface QuarantineRow {
  readonly seq: number;
  readonly revision: number;
  readonly source: string;
  readonly message_id: string;
  readonly received_at: number;
  readonly code: string;
  readonly path: string;
  readonly reason: string;
  readonly body: string;
}

const deliveries = ({ sql }: Tables, seq: number): FeedEntry['deliveries'] =>
  sql
    .all<OutboxRow>('select destination, state, attempts, reason, next_at from outbox where seq = ?', seq)
    .map(({ destination, state, attempts, reason, next_at }) => ({
      destination,
      state,
      attempts,
      ...(reason !== null && { reason }),
      ...(state === 'pending' && next_at > 0 && { nextAttemptAt: next_at }),
    }));

/** Most persons are linked to nobody, a few to one or two. */
const linkedTo = ({ sql }: Tables, person: string): Pick<NonNullable<FeedEntry['person']>, 'linked'> => {
  const linked = sql.all<{ name: string; reason: string }>(
    `select coalesce(p.email, p.user_id, p.phone, p.id) as name, l.reason
     from linked_persons l join persons p on p.id = case l.one when ?1 then l.other else l.one end
     where l.one = ?1 or l.other = ?1`,
    person,
  );
  return linked.length > 0 ? { linked } : {};
};

const messageEntry = (tables: Tables, row: MessageRow): FeedEntry => ({
  revision: row.revision,
  kind: 'message',
  seq: row.seq,
  receivedAt: row.received_at,
  occurredAt: row.occurred_at,
  source: row.source,
  type: row.type,
  ...(row.event !== null && { event: row.event }),
  messageId: row.message_id,
  ...(row.anonymous_id !== null && { anonymousId: row.anonymous_id }),
  ...(row.person !== null && { person: { id: row.person, ...keysOfRow(row), ...linkedTo(tables, row.person) } }),
  ...(row.claimed_user_id !== null && { claimedUserId: row.claimed_user_id }),
  incomplete: JSON.parse(row.incomplete) as string[], // written by insertMessage
  deliveries: deliveries(tables, row.seq),
  body: JSON.parse(row.body) as unknown,
});

const textAt = (body: unknown, key: string): string | undefined => {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[key] : undefined;
  return typeof value === 'string' ? value : undefined;
};

/** A refused message may be of any shape; what it says of itself is shown as far as it can be read. */
const quarantineEntry = (row: QuarantineRow): FeedEntry => {
  const body = JSON.parse(row.body) as unknown;
  const event = textAt(body, 'event');
  const anonymousId = textAt(body, 'anonymousId');
  return {
    revision: row.revision,
    kind: 'quarantined',
    seq: row.seq,
    receivedAt: row.received_at,
    occurredAt: row.received_at,
    source: row.source,
    type: textAt(body, 'type') ?? 'unknown',
    ...(event !== undefined && { event }),
    messageId: row.message_id,
    ...(anonymousId !== undefined && { anonymousId }),
    incomplete: [],
    deliveries: [],
    rejection: { code: row.code, path: row.path, reason: row.reason },
    body,
  };
};

/** What came and what became of it, the newest changes. */
export const readFeed = (tables: Tables, { since, limit }: FeedOptions): readonly FeedEntry[] => {
  const messages = tables.sql.all<MessageRow>(
    `select m.seq, m.revision, m.source, m.message_id, m.type, m.event, m.anonymous_id, m.person, p.email, p.user_id,
       p.phone, v.claimed_user_id, m.occurred_at, m.received_at, m.incomplete, m.body
     from messages m left join persons p on p.id = m.person left join visitors v on v.anonymous_id = m.anonymous_id
     where m.revision > ? order by m.revision desc limit ?`,
    since,
    limit,
  );
  const quarantined = tables.sql.all<QuarantineRow>(
    'select * from quarantine where revision > ? order by revision desc limit ?',
    since,
    limit,
  );
  const entries = [...messages.map((row) => messageEntry(tables, row)), ...quarantined.map(quarantineEntry)];
  return entries
    .sort((a, b) => b.revision - a.revision)
    .slice(0, limit)
    .reverse();
};
