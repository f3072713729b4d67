import type { IdentityPolicy } from '../../identity/decision.ts';
import type { DestinationNeeds } from '../store.ts';
import type { Sql } from './sql.ts';

/** What every part of the store works on. */
export interface Tables {
  readonly sql: Sql;
  readonly destinations: readonly DestinationNeeds[];
  readonly policy: IdentityPolicy;
  /** Marks a change that the activity page should see. */
  readonly nextRevision: () => number;
  /** Where scans of big tables have got to, by name. */
  readonly cursors: Map<string, string>;
}

/** Counts something for the statistics, within the present transaction. */
export const count = ({ sql }: Tables, name: string): void => {
  sql.run('insert into counters values (?, 1) on conflict do update set n = n + 1', name);
};

/** Takes off what is no longer there. */
export const discount = ({ sql }: Tables, name: string, by: number): void => {
  if (by !== 0) sql.run('update counters set n = max(0, n - ?) where name = ?', by, name);
};

const lastRevision = (sql: Sql): number =>
  sql.get<{ n: number }>(
    'select max(coalesce((select max(revision) from messages), 0), coalesce((select max(revision) from quarantine), 0)) as n',
  )?.n ?? 0;

export const createTables = (
  sql: Sql,
  destinations: readonly DestinationNeeds[],
  policy: IdentityPolicy = {},
): Tables => {
  let revision = lastRevision(sql);
  return { sql, destinations, policy, nextRevision: () => (revision += 1), cursors: new Map() };
};
