import type { DatabaseSync } from 'node:sqlite';
import { migrate } from './migrate.ts';
import { createSql, type Sql } from './sql.ts';

/** Before 3.51.3, several connections that write and checkpoint can corrupt a WAL database (sqlite.org/wal.html, "WAL-reset bug"). */
const LEAST_SQLITE = '3.51.3';
const IN_MEMORY = ':memory:';

/** A lock of somebody else's transaction (a backup, a curious `sqlite3` shell) is waited for so long; the relay stands still meanwhile. */
export const BUSY_TIMEOUT_MS = 1_000;

// eslint-disable-next-line @typescript-eslint/consistent-type-imports -- the module is loaded late, so that an older Node gets a sentence instead of a stack
type NodeSqlite = typeof import('node:sqlite');

/** True when version `a` is at least version `b`, both as "3.51.3". */
export const isAtLeast = (a: string, b: string): boolean => {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const differs = right?.findIndex((part, index) => (left?.[index] ?? 0) !== part) ?? -1;
  return differs < 0 || (left?.[differs] ?? 0) > (right?.[differs] ?? 0);
};

/** `node:sqlite`, where it is there and new enough. */
export const loadSqlite = async (): Promise<NodeSqlite> => {
  const { sqlite, node } = process.versions;
  const way = `the embedded store needs Node 24 or newer with SQLite ${LEAST_SQLITE} or newer`;
  const module = await import('node:sqlite').catch((cause: unknown) => {
    throw new Error(`${way}; this is Node ${node}, which has no node:sqlite`, { cause });
  });
  if (!isAtLeast(sqlite ?? '0', LEAST_SQLITE)) {
    throw new Error(`${way}; this is Node ${node} with SQLite ${sqlite ?? 'unknown'}: update Node`);
  }
  return module;
};

const SQLITE_BUSY = 5;

const cannotOpen = (path: string, cause: unknown): Error => {
  const { errcode, message } = cause as { errcode?: number; message?: string }; // what node:sqlite throws
  const why =
    errcode === SQLITE_BUSY
      ? 'another relay has it open; stop that one first, give this one another path, or use PostgreSQL for several relays'
      : `${message ?? String(cause)}; the directory has to exist and to be writable`;
  return new Error(`cannot open the store ${path}: ${why}`, { cause });
};

/** Whether a store could not be opened because a relay has it open. */
export const isInUse = (error: unknown): boolean =>
  error instanceof Error && (error.cause as { errcode?: number } | undefined)?.errcode === SQLITE_BUSY; // as `cannotOpen` makes it

/**
 * Makes this process the only relay on the file. The lock is an open transaction on a small file beside it: the
 * kernel ends it with the process, however that ends, so that a restart after `kill -9` opens at once.
 */
const lock = ({ DatabaseSync }: NodeSqlite, path: string): DatabaseSync => {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(`${path}-lock`, { timeout: 0 });
    db.exec('begin exclusive');
    return db;
  } catch (cause) {
    db?.close();
    throw cannotOpen(path, cause);
  }
};

/** Pages that are kept in memory, in KiB. The default of 2 MB is less than the inner pages of the indexes of a year. */
const CACHE_KIB = 16_384;

/**
 * Pages of 4 KiB in the log before they are moved into the file: a page that changes with every commit is moved once for
 * all of them. More makes the move itself longer, and everybody waits for it.
 */
const CHECKPOINT_PAGES = 4_000;

/** `secure_delete = fast`: what is deleted or replaced is overwritten in the pages that are written anyway. */
const configure = (sql: Sql): void => {
  sql.script(`
    pragma busy_timeout = ${BUSY_TIMEOUT_MS};
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma cache_size = -${CACHE_KIB};
    pragma temp_store = memory;
    pragma secure_delete = fast;
    pragma wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
};

/** Opens the file for this process alone, and brings its tables to the present version. `close` gives it free. */
export const openDatabase = async (path: string): Promise<Sql> => {
  const sqlite = await loadSqlite();
  const held = path === IN_MEMORY ? undefined : lock(sqlite, path);
  try {
    const sql = createSql(new sqlite.DatabaseSync(path));
    configure(sql);
    migrate(sql, path);
    const close = (): void => {
      sql.close();
      held?.close();
    };
    return { ...sql, close };
  } catch (error) {
    held?.close();
    throw error;
  }
};
