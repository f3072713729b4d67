import { normaliseEmail } from '../../identity/keys.ts';
import type {
  DeliveryResult,
  JoinKeysOfOrder,
  JoinMethod,
  NewSourceDelivery,
  ShownDelivery,
  SourceDeliveryState,
  SourceNumbers,
  StoredDelivery,
} from '../deliveries.ts';
import type { Tables } from './tables.ts';

interface DeliveryRow {
  readonly seq: number;
  readonly source: string;
  readonly delivery_id: string;
  readonly topic: string;
  readonly received_at: number;
  readonly body: string;
  readonly state: SourceDeliveryState;
  readonly reason: string | null;
  readonly attempts: number;
}

const STATE = 'state:';
const JOIN = 'join:';
/** Deliveries that did not become messages, as the activity page shows them. */
const NOTED = 20;

const add = ({ sql }: Tables, source: string, name: string, by: 1 | -1): void => {
  sql.run(
    'insert into source_counters values (?1, ?2, ?3) on conflict do update set n = max(0, n + ?3)',
    source,
    name,
    by,
  );
};

export const keepDelivery = (tables: Tables, delivery: NewSourceDelivery): 'kept' | 'duplicate' => {
  const { source, deliveryId, topic, receivedAt, body } = delivery;
  const isNew = tables.sql.run(
    `insert into source_deliveries (source, delivery_id, topic, received_at, body) values (?, ?, ?, ?, ?)
     on conflict do nothing`,
    source,
    deliveryId,
    topic,
    receivedAt,
    body,
  );
  if (!isNew) return 'duplicate';
  add(tables, source, `${STATE}waiting`, 1);
  tables.sql.run(
    `insert into source_counters values (?1, 'last_at', ?2) on conflict do update set n = max(n, ?2)`,
    source,
    receivedAt,
  );
  return 'kept';
};

const storedOf = (row: DeliveryRow): StoredDelivery => ({
  seq: row.seq,
  source: row.source,
  deliveryId: row.delivery_id,
  topic: row.topic,
  receivedAt: row.received_at,
  body: row.body,
  attempts: row.attempts,
});

export const waitingDeliveries = (
  { sql }: Tables,
  source: string,
  now: number,
  limit: number,
): readonly StoredDelivery[] =>
  sql
    .all<DeliveryRow>(
      `select * from source_deliveries where source = ? and state = 'waiting' and next_at <= ? order by seq limit ?`,
      source,
      now,
      limit,
    )
    .map(storedOf);

export const nextDeliveryDue = ({ sql }: Tables, source: string): number | undefined =>
  sql.get<{ at: number | null }>(
    `select min(next_at) as at from source_deliveries where source = ? and state = 'waiting'`,
    source,
  )?.at ?? undefined;

export const findDelivery = ({ sql }: Tables, source: string, deliveryId: string): StoredDelivery | undefined => {
  const row = sql.get<DeliveryRow>(
    'select * from source_deliveries where source = ? and delivery_id = ?',
    source,
    deliveryId,
  );
  return row && storedOf(row);
};

const move = (tables: Tables, seq: number, to: SourceDeliveryState): string | undefined => {
  const row = tables.sql.get<DeliveryRow>('select * from source_deliveries where seq = ?', seq);
  if (!row) return undefined;
  if (row.state !== to) {
    add(tables, row.source, `${STATE}${row.state}`, -1);
    add(tables, row.source, `${STATE}${to}`, 1);
  }
  return row.source;
};

export const settleDelivery = (tables: Tables, result: DeliveryResult): void => {
  const source = move(tables, result.seq, result.state);
  if (source === undefined) return; // forgotten meanwhile
  if (result.state === 'waiting') {
    tables.sql.run(
      `update source_deliveries set state = 'waiting', attempts = attempts + 1, next_at = ?, reason = ? where seq = ?`,
      result.nextAt,
      result.reason,
      result.seq,
    );
    return;
  }
  const { state, reason, joinedBy, at, seq } = result;
  if (joinedBy !== undefined) add(tables, source, `${JOIN}${joinedBy}`, 1);
  tables.sql.run(
    `update source_deliveries set state = ?, reason = ?, joined_by = ?, settled_at = ?, next_at = 0 where seq = ?`,
    state,
    reason ?? null,
    joinedBy ?? null,
    at,
    seq,
  );
};

const questions: readonly (readonly [JoinMethod, keyof JoinKeysOfOrder, string])[] = [
  ['attribute', 'anonymousId', 'select 1 from visitors where anonymous_id = ?'],
  ['checkout', 'checkoutId', 'select 1 from checkouts where checkout_id = ? and cart_id is not null'],
  ['cart', 'cartId', 'select 1 from carts where cart_id = ?'],
  ['customer', 'userId', 'select 1 from persons where user_id = ?'],
  ['email', 'email', 'select 1 from persons where email = ?'],
];

/** The first of an order's keys that is known. */
export const joinMethodOf = ({ sql }: Tables, keys: JoinKeysOfOrder): JoinMethod => {
  const given = { ...keys, email: normaliseEmail(keys.email) };
  const hit = questions.find(([, key, text]) => {
    const value = given[key];
    return value !== undefined && sql.get(text, value) !== undefined;
  });
  return hit?.[0] ?? 'none';
};

const shownOf = (row: DeliveryRow): ShownDelivery => ({
  seq: row.seq,
  source: row.source,
  deliveryId: row.delivery_id,
  topic: row.topic,
  receivedAt: row.received_at,
  state: row.state,
  ...(row.reason !== null && { reason: row.reason }),
});

const byPrefix = <K extends string>(
  counters: readonly { name: string; n: number }[],
  prefix: string,
): Partial<Record<K, number>> =>
  Object.fromEntries(
    counters
      .filter(({ name, n }) => name.startsWith(prefix) && n > 0)
      .map(({ name, n }) => [name.slice(prefix.length), n]),
  ) as Partial<Record<K, number>>; // names are written above

export const sourceNumbers = ({ sql }: Tables, source: string): SourceNumbers => {
  const counters = sql.all<{ name: string; n: number }>('select name, n from source_counters where source = ?', source);
  const lastAt = counters.find(({ name }) => name === 'last_at')?.n;
  const noted = sql.all<DeliveryRow>(
    `select * from source_deliveries where source = ? and state in ('ignored', 'failed', 'privacy')
     order by seq desc limit ?`,
    source,
    NOTED,
  );
  return {
    source,
    ...(lastAt !== undefined && { lastAt }),
    states: byPrefix<SourceDeliveryState>(counters, STATE),
    joins: byPrefix<JoinMethod>(counters, JOIN),
    noted: noted.map(shownOf),
  };
};
