import type { Keys } from '../../identity/keys.ts';
import type { Lane, LaneResult, StoreStats } from '../store.ts';
import type { Tables } from './tables.ts';
import { thoroughly } from './thoroughly.ts';

const PREFIX = 'erase/';
/** The first text after all those that begin with the prefix. */
const END = 'erase0';

/** A person who is erased here, for the destinations to be told. */
export interface Leaving {
  readonly person: string;
  readonly keys: Keys;
  readonly visitors: readonly string[];
  readonly at: number;
}

/**
 * Queues an erasure at each destination, in a lane of its own. What is under way to the person there has to be over
 * first: it would bring them back.
 */
export const queueErasure = ({ sql, destinations }: Tables, { person, keys, visitors, at }: Leaving): void => {
  const lane = PREFIX + person;
  const told = [JSON.stringify(keys), JSON.stringify(visitors)] as const;
  destinations.forEach(({ name }) => {
    sql.run(
      `insert into erasures (destination, lane, keys, visitors, at) values (?, ?, ?, ?, ?)
       on conflict do update set at = excluded.at, refused = null`,
      name,
      lane,
      ...told,
      at,
    );
    sql.run(
      `insert or replace into lanes (destination, lane, due_at, not_before, memory)
       select ?1, ?2, at, at, memory from (
         select max(?3, coalesce(max(leased_until), 0)) as at, coalesce(max(memory), '{}') as memory
         from lanes where destination = ?1 and lane = ?4)`,
      name,
      lane,
      at,
      person,
    );
  });
};

/** What was under way to somebody who was erased meanwhile is over: the erasure need not wait for the end of its lease. */
export const hastenErasure = ({ sql }: Tables, destination: string, person: string, now: number): void => {
  sql.run(
    `update lanes set due_at = ?1, not_before = ?1 where destination = ?2 and lane = ?3 and token = 0 and due_at > ?1`,
    now,
    destination,
    PREFIX + person,
  );
};

/** Nothing is under way after a start: erasures that waited for that need not any more. */
export const hastenErasures = ({ sql }: Tables): void => {
  sql.run(
    `update lanes set due_at = 0, not_before = 0 where token = 0 and due_at > 0 and lane >= ? and lane < ?`,
    PREFIX,
    END,
  );
};

interface ErasureRow {
  readonly keys: string;
  readonly visitors: string;
  readonly at: number;
}

/** Whom the lane of an erasure is about; undefined for every other lane. */
export const erasureOf = (
  { sql }: Tables,
  destination: string,
  lane: string,
): Pick<Lane, 'person' | 'erasure'> | undefined => {
  if (!lane.startsWith(PREFIX)) return undefined;
  const row = sql.get<ErasureRow>(
    'select keys, visitors, at from erasures where destination = ? and lane = ?',
    destination,
    lane,
  );
  if (!row) return undefined;
  const keys = JSON.parse(row.keys) as Keys; // written by queueErasure, as the next one
  const visitors = JSON.parse(row.visitors) as string[];
  const person = { id: lane.slice(PREFIX.length), ...keys, attributes: {}, version: 0, changedAt: row.at };
  return { person, erasure: { at: row.at, visitors } };
};

/** Writes what became of an erasure: done leaves nothing behind, a refusal waits for somebody. */
export const settleErasure = (tables: Tables, destination: string, { lane, erased }: LaneResult): void => {
  const { sql } = tables;
  if (erased?.status === 'done')
    thoroughly(tables, () => {
      sql.run('delete from erasures where destination = ? and lane = ?', destination, lane);
      sql.run('delete from lanes where destination = ? and lane = ?', destination, lane);
    });
  if (erased?.status === 'refused')
    sql.run('update erasures set refused = ? where destination = ? and lane = ?', erased.reason, destination, lane);
};

/** Makes refused erasures due again; returns their lanes. */
export const retryErasures = (
  { sql }: Tables,
  only: string | undefined,
): readonly { readonly destination: string; readonly lane: string }[] => {
  const rows = sql.all<{ destination: string; lane: string }>(
    'select destination, lane from erasures where refused is not null and (?1 is null or destination = ?1)',
    only ?? null,
  );
  rows.forEach(({ destination, lane }) =>
    sql.run('update erasures set refused = null where destination = ? and lane = ?', destination, lane),
  );
  return rows;
};

export const readErasures = ({ sql }: Tables): StoreStats['erasures'] => ({
  waiting: sql.get<{ n: number }>('select count(*) as n from erasures where refused is null')?.n ?? 0,
  refused: sql.all<StoreStats['erasures']['refused'][number]>(
    'select destination, refused as reason, at from erasures where refused is not null order by at desc limit 100',
  ),
});
