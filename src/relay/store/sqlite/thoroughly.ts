import type { Sql } from './sql.ts';
import type { Tables } from './tables.ts';

/** Deletes within this work leave no bytes behind, in pages that become free either. */
export const thoroughly = <T>({ sql }: Tables, work: () => T): T => {
  sql.get('pragma secure_delete = on');
  try {
    return work();
  } finally {
    sql.get('pragma secure_delete = fast');
  }
};

/** What was overwritten in the file still stands in its log, until that is begun anew. A reader may hold this up: then it happens later. */
export const emptyLog = (sql: Sql): void => void sql.get('pragma wal_checkpoint(truncate)');
