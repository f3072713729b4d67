import { existsSync, statSync } from 'node:fs';
import { openDatabase } from '../open-database.ts';

/** Bytes of the file. */
export interface Vacuumed {
  readonly before: number;
  readonly after: number;
}

/** Rewrites the file without what was deleted. The relay has to be stopped: it would wait as long as this takes. */
export const vacuumStore = async (path: string): Promise<Vacuumed> => {
  if (!existsSync(path)) throw new Error(`there is no store at ${path}: name another with --store`);
  const sql = await openDatabase(path);
  try {
    const before = statSync(path).size;
    sql.script('vacuum; pragma wal_checkpoint(truncate)');
    return { before, after: statSync(path).size };
  } finally {
    sql.close();
  }
};
