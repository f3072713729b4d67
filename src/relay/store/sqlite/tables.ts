import type { IdentityPolicy } from '../../identity/decision.ts';
import type { DestinationNeeds } from '../store.ts';
import type { Sql } from './sql.ts';
import { createTally, type Tally } from './tally.ts';

/** What every part of the store works on. */
export interface Tables {
  readonly sql: Sql;
  readonly destinations: readonly DestinationNeeds[];
  readonly policy: IdentityPolicy;
  readonly tally: Tally;
  /** Marks a change that the activity page should see. */
  readonly nextRevision: () => number;
  /** Where scans of big tables have got to, by name. */
  readonly cursors: Map<string, string>;
}

/** Counts something for the statistics, within the present transaction. */
export const count = ({ tally }: Tables, name: string, n = 1): void => tally.count(name, n);

/** Takes off what is no longer there. */
export const discount = (tables: Tables, name: string, by: number): void => {
  if (by !== 0) count(tables, name, -by);
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
  const nextRevision = (): number => (revision += 1);
  return { sql, destinations, tally: createTally(sql), policy, nextRevision, cursors: new Map() };
};
