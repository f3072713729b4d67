import type { ClaimOptions, Lane, StoredMessage } from '../store.ts';
import { absorbedBusyUntil, absorbedOf } from './absorbed.ts';
import { erasureOf, hastenErasures } from './erasures.ts';
import { LANE_ORDER, wakeLanes } from './lanes.ts';
import { withLinkToken } from './link-tokens.ts';
import { refreshPerson } from './persons.ts';
import { release } from './release.ts';
import type { Tables } from './tables.ts';
import { subjectOf } from './visitor-lane.ts';

/** How long a message waits for the one before it in its tab: a page's last request races the next page's first. */
const GAP_WAIT_MS = 5_000;

interface LaneRow {
  readonly lane: string;
  readonly token: number;
  readonly link_at: number | null;
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
  /** What bought its cart since. */
  readonly closed_by: string | null;
}

const PENDING = `
  select m.seq, m.source, m.message_id, m.delivery_key, m.occurred_at, m.received_at, m.body,
    o.attempts, o.failing_since, o.next_at,
    m.tab is not null and m.tab_index > 0 and not exists (
      select 1 from messages p where p.tab = m.tab and p.tab_index = m.tab_index - 1 and p.source = m.source
    ) as gap,
    case when m.intent = 1 then coalesce(
      (select closed_by from carts where cart_id = m.cart_id and closed_at >= m.moment),
      (select closed_by from checkouts where checkout_id = m.checkout_id and closed_at >= m.moment),
      (select c.closed_by from checkouts k join carts c on c.cart_id = k.cart_id
       where k.checkout_id = m.checkout_id and c.closed_at >= m.moment)
    ) end as closed_by
  from outbox o join messages m on m.seq = o.seq
  where o.destination = ? and o.lane = ? and o.state = 'pending'
  order by ${LANE_ORDER.replaceAll(/(\w+)/g, 'o.$1')} limit ?`;

/** What came in the future, before the clock was set back, has waited long enough. */
const readyAt = ({ next_at, gap, received_at }: PendingRow, now: number): number =>
  Math.max(next_at, gap && received_at <= now ? received_at + GAP_WAIT_MS : 0);

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

/** Why a signal of what somebody may buy is not sent: they have bought it. */
const withholdStale = ({ sql, nextRevision }: Tables, destination: string, { seq, closed_by }: PendingRow): void => {
  const reason = `the cart was bought since (${closed_by ?? ''}); sent now, this would remind somebody of what they have`;
  sql.run(
    `update outbox set state = 'withheld', reason = ?, next_at = 0 where destination = ? and seq = ?`,
    reason,
    destination,
    seq,
  );
  sql.run('update messages set revision = ? where seq = ?', nextRevision(), seq);
};

/**
 * What the lane has to send. Whether a cart is bought is asked here, at the last moment: however long a message was
 * held, queued or retried, and from wherever it is replayed.
 */
const freshPending = (tables: Tables, destination: string, lane: string, limit: number): PendingRow[] => {
  const pending = tables.sql.all<PendingRow>(PENDING, destination, lane, limit);
  const stale = pending.filter(({ closed_by }) => closed_by !== null);
  if (stale.length === 0) return pending;
  stale.forEach((row) => withholdStale(tables, destination, row));
  return freshPending(tables, destination, lane, limit);
};

const lease = ({ sql }: Tables, destination: string, { lane }: LaneRow, until: number): void => {
  sql.run(
    `update lanes set token = token + 1, leased_until = ?, link_offered_at = null
     where destination = ? and lane = ?`,
    until,
    destination,
    lane,
  );
};

/** The person as this destination is to know them, with a link token where it wants one and it is time for one. */
const personFor = (
  tables: Tables,
  destination: string,
  row: LaneRow,
  now: number,
): Pick<Lane, 'person' | 'visitor' | 'erasure' | 'deliveredVersion'> => {
  const erasure = erasureOf(tables, destination, row.lane);
  if (erasure) return { ...erasure, deliveredVersion: 0 };
  const subject = subjectOf(tables, row.lane);
  const { person } = subject;
  const wants = tables.destinations.find(({ name }) => name === destination)?.linkTokens === true;
  const tokened =
    wants && subject.visitor === undefined
      ? withLinkToken(tables, destination, { lane: row.lane, linkAt: row.link_at }, person, now)
      : undefined;
  if (!tokened) return { ...subject, deliveredVersion: row.delivered_version };
  return { person: tokened, deliveredVersion: Math.min(row.delivered_version, person.version - 1) };
};

const postpone = ({ sql }: Tables, destination: string, lane: string, until: number): readonly Lane[] => {
  sql.run('update lanes set due_at = ? where destination = ? and lane = ?', until, destination, lane);
  return [];
};

/**
 * Leases one lane, unless its first message has to wait; that one then holds back all after it. So does what is under
 * way to somebody who was merged into the person: it must be settled before more leaves in the person's name.
 */
const claimLane = (tables: Tables, destination: string, row: LaneRow, options: ClaimOptions): readonly Lane[] => {
  const { lane } = row;
  const busyUntil = absorbedBusyUntil(tables, destination, lane, options.now);
  if (busyUntil !== undefined) return postpone(tables, destination, lane, busyUntil);
  const pending = freshPending(tables, destination, lane, options.perLane);
  const waiting = pending.findIndex((message) => readyAt(message, options.now) > options.now);
  const first = pending[0];
  if (waiting === 0 && first) return postpone(tables, destination, lane, readyAt(first, options.now));
  const absorbed = absorbedOf(tables, destination, lane);
  lease(tables, destination, row, options.now + options.leaseMs);
  return [
    {
      lane,
      token: row.token + 1,
      ...personFor(tables, destination, row, options.now),
      memory: JSON.parse(row.memory) as Lane['memory'], // written by settle
      ...(absorbed.length > 0 && { absorbed }),
      messages: (waiting < 0 ? pending : pending.slice(0, waiting)).map(storedMessage),
    },
  ];
};

/** Goes on with the history that is still being released. */
const continueReleases = (tables: Tables, now: number): void => {
  const next = tables.sql.get<{ anonymous_id: string }>('select anonymous_id from releases limit 1');
  if (!next) return;
  new Set(release(tables, next.anonymous_id)).forEach((person) => {
    refreshPerson(tables, person, now);
    wakeLanes(tables, person);
  });
};

/** The work of one claim, to be done within a transaction. */
export const claimLanes = (tables: Tables, destination: string, options: ClaimOptions): readonly Lane[] => {
  continueReleases(tables, options.now);
  return tables.sql
    .all<LaneRow>(
      `select lane, token, link_at, delivered_version, memory from lanes
       where destination = ? and due_at <= ? and leased_until <= ? order by due_at limit ?`,
      destination,
      options.now,
      options.now,
      options.lanes,
    )
    .flatMap((row) => claimLane(tables, destination, row, options));
};

/** When the next lane may be claimed; undefined when there is nothing to wait for. */
export const nextDue = ({ sql }: Tables, destination: string): number | undefined => {
  if (sql.get('select 1 from releases limit 1')) return 0;
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
export const endLeases = (tables: Tables): void => {
  tables.sql.run('update lanes set leased_until = 0 where leased_until > 0');
  hastenErasures(tables);
};
