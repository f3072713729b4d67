import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { DestinationNeeds, ErasingStore } from '../../store.ts';
import { previewErase } from '../erase.ts';
import { LATEST } from '../migrate.ts';
import { loadSqlite } from '../open-database.ts';
import { readRecord } from '../record.ts';
import { createSql } from '../sql.ts';
import { createTables } from '../tables.ts';
import { backupTo } from './backup.ts';
import { findProblems } from './find-problems.ts';
import { readReport, type StoreReport } from './report.ts';

/** A store that is looked at, while a relay may be writing to it. */
export interface StoreReader {
  readonly report: () => StoreReport;
  /** What is wrong with the file, in sentences; none when it is sound. */
  readonly problems: () => readonly string[];
  /** Copies the store as it is at this moment to a new file, and reads the copy through. */
  readonly backup: (file: string, onProgress?: (done: number) => void) => Promise<void>;
  readonly persons: Pick<ErasingStore, 'record' | 'preview'>;
  readonly close: () => void;
}

const checkVersion = (db: DatabaseSync, path: string): void => {
  const { user_version: version } = db.prepare('pragma user_version').get() as { user_version: number }; // SQLite's own
  if (version === LATEST) return;
  const way = version < LATEST ? 'start the relay once, which brings them up to date' : 'use a newer relay';
  throw new Error(`the store ${path} has tables of version ${version}, this command knows ${LATEST}: ${way}`);
};

/** The destinations of the configuration, and those that anything was ever for. */
const withKnown = (db: DatabaseSync, destinations: readonly DestinationNeeds[]): readonly DestinationNeeds[] => {
  const rows = db.prepare('select distinct destination from delivery_counters').all() as { destination: string }[]; // its column
  const others = rows.filter(({ destination }) => destinations.every(({ name }) => name !== destination));
  return [...destinations, ...others.map(({ destination: name }) => ({ name, anonymous: 'hold' as const }))];
};

/** Opens a store to look at it. Throws an Error with the way out where it is not there, or of another version. */
export const openForReading = async (path: string, destinations: readonly DestinationNeeds[]): Promise<StoreReader> => {
  if (!existsSync(path))
    throw new Error(`there is no store at ${path}: start the relay once, or name another with --store`);
  const { DatabaseSync } = await loadSqlite();
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    checkVersion(db, path);
  } catch (error) {
    db.close();
    throw error;
  }
  const tables = createTables(createSql(db), withKnown(db, destinations));
  return {
    report: () => readReport(tables, path),
    problems: () => findProblems(tables),
    backup: (file, onProgress) => backupTo(db, file, onProgress),
    persons: {
      record: async (who) => readRecord(tables, who),
      preview: async (who) => previewErase(tables, who),
    },
    close: () => db.close(),
  };
};
