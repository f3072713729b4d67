import type { Absorbed } from '../store.ts';
import { refreshLane } from './lanes.ts';
import type { Tables } from './tables.ts';

/** When the last delivery that is under way to somebody who was merged into this person ends, at the latest; undefined: none is. */
export const absorbedBusyUntil = (
  { sql }: Tables,
  destination: string,
  lane: string,
  now: number,
): number | undefined =>
  sql.get<{ at: number | null }>(
    'select max(leased_until) as at from lanes where destination = ? and absorbed_by = ? and leased_until > ?',
    destination,
    lane,
    now,
  )?.at ?? undefined;

/** Whom the destination still has to merge into the person. Whom it never heard of, it need not. */
export const absorbedOf = ({ sql }: Tables, destination: string, lane: string): readonly Absorbed[] =>
  sql
    .all<{ lane: string; memory: string }>(
      'select lane, memory from lanes where destination = ? and absorbed_by = ? and delivered_version > 0',
      destination,
      lane,
    )
    .map((row) => ({ lane: row.lane, memory: JSON.parse(row.memory) as Absorbed['memory'] })); // written by settle

/** The destination has merged them. */
export const forgetAbsorbed = (
  { sql }: Tables,
  destination: string,
  lane: string,
  absorbed: readonly string[],
): void => {
  absorbed.forEach((one) =>
    sql.run(
      'update lanes set absorbed_by = null where destination = ? and lane = ? and absorbed_by = ?',
      destination,
      one,
      lane,
    ),
  );
};

/** Wakes the lane that waited for a delivery to one who was merged into its person. */
export const wakeAbsorber = (tables: Tables, destination: string, lane: string): void => {
  const row = tables.sql.get<{ absorbed_by: string | null }>(
    'select absorbed_by from lanes where destination = ? and lane = ?',
    destination,
    lane,
  );
  if (row?.absorbed_by) refreshLane(tables, destination, row.absorbed_by);
};
