import type { RelayStore } from '../store.ts';
import { appendBatch } from './append.ts';
import { claimLanes, endLeases, nextDue } from './claim.ts';
import { moveWithClock } from './clock.ts';
import { createDeliveriesStore } from './deliveries-store.ts';
import { readFeed } from './feed.ts';
import { readNotes, writeNotes } from './notes.ts';
import { openDatabase } from './open-database.ts';
import { purge } from './purging/purge.ts';
import { erase, previewErase } from './erase.ts';
import { readRecord } from './record.ts';
import { secretOf } from './secrets.ts';
import { readStanding } from './order-standing.ts';
import { leaveQuarantine, readQuarantined, redrive } from './replay.ts';
import { settleLanes } from './settle.ts';
import { readStats } from './stats.ts';
import { createTables, type Tables } from './tables.ts';
import { hasCookie } from './visitors.ts';
import { emptyLog, thoroughly } from './thoroughly.ts';
import { createWriter, type Writer } from './writer.ts';

export interface SqliteStoreOptions {
  /** The database file; its directory has to exist. `:memory:` keeps nothing. */
  readonly path: string;
}

interface Opened {
  readonly tables: Tables;
  readonly writer: Writer;
}

/**
 * The embedded store: one SQLite file in WAL mode, synced to disk with every commit, for a single relay. Commits of
 * concurrent calls are grouped. Needs Node 24 with SQLite 3.51.3; `open` says so where it is older, and where another
 * relay has the file open. Nothing survives the process but what was committed: a restart opens at once.
 *
 * @example
 * const store = createSqliteStore({ path: './cartline.db' });
 * await store.open([{ name: 'customerio', anonymous: 'hold' }]);
 */
export const createSqliteStore = ({ path }: SqliteStoreOptions): RelayStore => {
  let opened: Opened | undefined;
  const use = (): Opened => {
    if (!opened) throw new Error(`the store ${path} is not open: call open() first, and nothing after close()`);
    return opened;
  };
  const write = async <T>(work: (tables: Tables) => T, weight?: number): Promise<T> => {
    const { tables, writer } = use();
    return writer.write(() => work(tables), weight);
  };
  return {
    open: async (destinations, policy) => {
      const sql = await openDatabase(path);
      const tables = createTables(sql, destinations, policy);
      opened = { tables, writer: createWriter(sql, tables.tally) };
      await write(endLeases);
    },
    append: (batch) => write((tables) => appendBatch(tables, batch), batch.messages.length + batch.quarantined.length),
    claim: (destination, options) => write((tables) => claimLanes(tables, destination, options)),
    settle: async (destination, results, now) => {
      const stale = await write((tables) => settleLanes(tables, destination, results, now));
      if (opened && results.some(({ erased }) => erased)) emptyLog(opened.tables.sql);
      return stale;
    },
    clockSetBack: (byMs, now) => write((tables) => moveWithClock(tables, byMs, now)),
    purge: (options) => write((tables) => purge(tables, options)),
    hasCookie: async (anonymousId) => hasCookie(use().tables, anonymousId),
    secret: () => write((tables) => secretOf(tables, 'cookies')),
    replay: {
      redrive: (selection) => write((tables) => redrive(tables, selection)),
      quarantined: async (selection) => readQuarantined(use().tables, selection),
      leaveQuarantine: (seqs) => write((tables) => leaveQuarantine(tables, seqs)),
    },
    persons: {
      record: async (who) => readRecord(use().tables, who),
      preview: async (who) => previewErase(use().tables, who),
      erase: async (who, now) => {
        const erased = await write((tables) => thoroughly(tables, () => erase(tables, who, now)));
        emptyLog(use().tables.sql);
        return erased;
      },
    },
    deliveries: createDeliveriesStore(() => use().tables, write),
    orders: { standing: async (orderIds) => readStanding(use().tables, orderIds) },
    notes: {
      read: async (destination, names) => readNotes(use().tables, destination, names),
      write: (destination, notes, now) => write((tables) => writeNotes(tables, destination, notes, now)),
    },
    nextDue: async (destination) => nextDue(use().tables, destination),
    feed: async (options) => readFeed(use().tables, options),
    stats: async () => readStats(use().tables),
    handOver: () => write(endLeases),
    close: async () => {
      if (!opened) return;
      const { tables, writer } = opened;
      opened = undefined;
      writer.flush();
      tables.sql.close();
    },
  };
};
