import { existsSync, renameSync, rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Row } from '../sql.ts';
import { loadSqlite } from '../open-database.ts';

/** Pages between two reports of progress: 4 MB. */
const PAGES = 1_000;

/** Reads a copy through; an Error says what is wrong with it. */
const verify = async (file: string): Promise<void> => {
  const { DatabaseSync } = await loadSqlite();
  const copy = new DatabaseSync(file);
  try {
    // one file, to be carried off as it is: no log beside it
    copy.exec('pragma journal_mode = delete');
    const [first] = copy.prepare('pragma integrity_check(1)').all() as Row[]; // SQLite's own
    const found = String(Object.values(first ?? {})[0]);
    if (found !== 'ok') throw new Error(`the copy ${file} is damaged: ${found}`);
  } finally {
    copy.close();
  }
};

/** Begins to read the source as it is now, so that what a relay writes meanwhile neither gets in nor starts it anew. */
const pin = (db: DatabaseSync): void => {
  db.exec('begin');
  db.prepare('select count(*) from sqlite_schema').get();
};

/**
 * Copies an open database to a new file, while others may be writing to it. The file appears under its name only when it
 * is whole and was read through.
 */
export const backupTo = async (
  db: DatabaseSync,
  file: string,
  onProgress: (done: number) => void = () => undefined,
): Promise<void> => {
  if (existsSync(file)) throw new Error(`${file} is there already: name a file that is not, or remove it`);
  const { backup } = await loadSqlite();
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  pin(db);
  try {
    await backup(db, partial, {
      rate: PAGES,
      progress: ({ totalPages, remainingPages }) => onProgress(1 - remainingPages / Math.max(1, totalPages)),
    });
    await verify(partial);
    renameSync(partial, file);
  } finally {
    db.exec('rollback');
    rmSync(partial, { force: true });
  }
};
