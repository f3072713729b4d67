import { statSync } from 'node:fs';
import type { StoreStats } from '../../store.ts';
import { LATEST } from '../migrate.ts';
import type { Row } from '../sql.ts';
import { readStats } from '../stats.ts';
import type { Tables } from '../tables.ts';

/** What `cartline store stats` tells. Times are Unix milliseconds; undefined where there is nothing of the kind. */
export interface StoreReport {
  readonly path: string;
  readonly tablesVersion: number;
  readonly bytes: {
    readonly file: number;
    readonly log: number;
    /** Of the file: left by what was deleted, used again by what comes. */
    readonly free: number;
  };
  /** Rows of each table, by its name. */
  readonly rows: Readonly<Record<string, number>>;
  readonly oldest: {
    readonly message: number | undefined;
    readonly held: number | undefined;
    /** Came first among what is still to be delivered. */
    readonly pending: number | undefined;
    readonly quarantined: number | undefined;
  };
  readonly newestMessage: number | undefined;
  readonly stats: StoreStats;
}

const number = ({ sql }: Tables, text: string): number | undefined => {
  const value = Object.values(sql.get<Row>(text) ?? {})[0];
  return typeof value === 'number' ? value : undefined;
};

const sizeOf = (path: string): number => {
  try {
    return statSync(path).size;
  } catch {
    return 0; // there is no log while nobody writes
  }
};

const rowsOf = (tables: Tables): Record<string, number> =>
  Object.fromEntries(
    tables.sql
      .all<{ name: string }>(
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name",
      )
      .map(({ name }) => [name, number(tables, `select count(*) from "${name}"`) ?? 0]),
  );

export const readReport = (tables: Tables, path: string): StoreReport => {
  const pageBytes = number(tables, 'pragma page_size') ?? 0;
  return {
    path,
    tablesVersion: LATEST,
    bytes: {
      file: sizeOf(path),
      log: sizeOf(`${path}-wal`),
      free: (number(tables, 'pragma freelist_count') ?? 0) * pageBytes,
    },
    rows: rowsOf(tables),
    oldest: {
      message: number(tables, 'select received_at from messages order by seq limit 1'),
      held: number(tables, 'select min(received_at) from messages where person is null'),
      pending: number(
        tables,
        "select min(received_at) from messages where seq in (select seq from outbox where state = 'pending')",
      ),
      quarantined: number(tables, 'select min(received_at) from quarantine'),
    },
    newestMessage: number(tables, 'select received_at from messages order by seq desc limit 1'),
    stats: readStats(tables),
  };
};
