import type { ClaimOptions, Lane, StoredMessage } from '../store.ts';
import { LANE_ORDER } from './lanes.ts';
import type { Tables } from './tables.ts';
import { subjectOf } from './visitor-lane.ts';

/** How long a message waits for the one before it in its tab: a page's last request races the next page's first. */
const GAP_WAIT_MS = 5_000;

interface LaneRow {
  readonly lane: string;
  readonly token: number;
  readonly delivered_version: number;
  readonly memory: string;
}

interface PendingRow {
  readonly seq: number;
  readonly source: string;
  readonly message_id: string;
  readonly delivery_key: string;
  readonly occurred_at: number;
  readonly received_at: number;
  readonly body: string;
  readonly attempts: number;
  readonly failing_since: number | null;
  readonly next_at: number;
  /** 1 when the message before it in its tab has not come. */
  readonly gap: number;
}

const PENDING = `
  select m.seq, m.source, m.message_id, m.delivery_key, m.occurred_at, m.received_at, m.body,
    o.attempts, o.failing_since, o.next_at,
    m.tab is not null and m.tab_index > 0 and not exists (
      select 1 from messages p where p.tab = m.tab and p.tab_index = m.tab_index - 1 and p.source = m.source
    ) as gap
  from outbox o join messages m on m.seq = o.seq
  where o.destination = ? and o.lane = ? and o.state = 'pending'
  order by ${LANE_ORDER.replaceAll(/(\w+)/g, 'o.$1')} limit ?`;

const readyAt = ({ next_at, gap, received_at }: PendingRow): number =>
  Math.max(next_at, gap ? received_at + GAP_WAIT_MS : 0);

const storedMessage = (row: PendingRow): StoredMessage => ({
  seq: row.seq,
  source: row.source,
  messageId: row.message_id,
  deliveryKey: row.delivery_key,
  occurredAt: row.occurred_at,
  receivedAt: row.received_at,
  message: JSON.parse(row.body) as StoredMessage['message'], // written by insertMessage
  attempts: row.attempts,
  ...(row.failing_since !== null && { failingSince: row.failing_since }),
});

/** Leases one lane, unless its first message has to wait; that one then holds back all after it. */
const claimLane = (tables: Tables, destination: string, row: LaneRow, options: ClaimOptions): readonly Lane[] => {
  const { sql } = tables;
  const { lane } = row;
  const pending = sql.all<PendingRow>(PENDING, destination, lane, options.perLane);
  const waiting = pending.findIndex((message) => readyAt(message) > options.now);
  const first = pending[0];
  if (waiting === 0 && first) {
    sql.run('update lanes set due_at = ? where destination = ? and lane = ?', readyAt(first), destination, lane);
    return [];
  }
  sql.run(
    'update lanes set token = token + 1, leased_until = ? where destination = ? and lane = ?',
    options.now + options.leaseMs,
    destination,
    lane,
  );
  return [
    {
      lane,
      token: row.token + 1,
      ...subjectOf(tables, lane),
      deliveredVersion: row.delivered_version,
      memory: JSON.parse(row.memory) as Lane['memory'], // written by settle
      messages: (waiting < 0 ? pending : pending.slice(0, waiting)).map(storedMessage),
    },
  ];
};

/** The work of one claim, to be done within a transaction. */
export const claimLanes = (tables: Tables, destination: string, options: ClaimOptions): readonly Lane[] =>
  tables.sql
    .all<LaneRow>(
      `select lane, token, delivered_version, memory from lanes
       where destination = ? and due_at <= ? and leased_until <= ? order by due_at limit ?`,
      destination,
      options.now,
      options.now,
      options.lanes,
    )
    .flatMap((row) => claimLane(tables, destination, row, options));

/** When the next lane may be claimed; undefined when there is nothing to wait for. */
export const nextDue = ({ sql }: Tables, destination: string): number | undefined => {
  const free = sql.get<{ at: number | null }>(
    'select min(due_at) as at from lanes where destination = ? and due_at is not null and leased_until <= due_at',
    destination,
  );
  const leased = sql.get<{ at: number | null }>(
    `select min(max(leased_until, due_at)) as at from lanes
     where destination = ? and leased_until > 0 and due_at is not null`,
    destination,
  );
  const times = [free?.at, leased?.at].filter((at) => typeof at === 'number');
  return times.length > 0 ? Math.min(...times) : undefined;
};

/** Ends all leases: of a predecessor that died, or of our own for a successor. Tokens stay, so that nobody can settle by an old one. */
export const endLeases = ({ sql }: Tables): void => {
  sql.run('update lanes set leased_until = 0 where leased_until > 0');
};
