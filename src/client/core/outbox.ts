import { readJson } from './json.ts';
import type { BatchLimit, Clock, Memory, Row, Table } from './ports.ts';
import { utf8Bytes } from './utf8.ts';

/** A lease holds this long; after it, its tab is taken for dead. */
const LEASE_MS = 8_000;
/** From this `put` in one task on, puts share a transaction: a burst must not pay one commit each. */
const SHARED_FROM = 20;
/** Rows read at once from storage: as many as a batch can take. */
const READ_ROWS = 500;
/** Where rows wait that storage did not take before the page went. */
const LOG_KEY = 'cl_wal';

/** Messages accepted by `track()` and not yet named in the relay's answer. Only `remove`, after such an answer, deletes one. */
export interface Outbox {
  /** Written and committed before it returns where storage is open; kept in memory until then. */
  readonly put: (row: Row) => void;
  /** The oldest rows that nobody has leased lately, of every tab, now leased to this one. */
  readonly claim: (limit: BatchLimit) => Promise<Row[]>;
  /** This tab's rows that are not on their way yet, up to `bytes`, now leased: for a page that leaves. Synchronous. */
  readonly claimOwn: (bytes: number) => Row[];
  /** Gives rows back after an attempt that failed. */
  readonly release: (rows: readonly Row[]) => void;
  readonly remove: (ids: readonly string[]) => void;
  /** How many of this tab's rows are left, after looking what other tabs have sent. */
  readonly left: () => Promise<number>;
  /** Writes what storage does not hold to the write-ahead log. Synchronous: the page may be gone after it. */
  readonly saveUnstored: () => void;
  /** Resolves when storage is open, or is known to be refused. Never rejects. */
  readonly ready: Promise<unknown>;
}

interface OutboxPorts {
  readonly open: () => Promise<Table>;
  readonly clock: Clock;
  readonly memory: Memory;
  /** Storage is not to be had, or is full: messages stay in memory and are sent from there. */
  readonly onStorageError: (error: unknown) => void;
}

/** The leading rows that fit into one batch; a row that is too large for any goes alone. */
const fitting = (rows: readonly Row[], { messages, bytes }: BatchLimit): Row[] => {
  let left = bytes;
  const end = rows.findIndex((row, i) => (left -= utf8Bytes(row.body) + 1) < 0 || i >= messages);
  return rows.slice(0, end < 0 ? messages : Math.max(1, end));
};

const idsOf = (rows: readonly Row[]): string[] => rows.map(({ id }) => id);

export const createOutbox = ({ open, clock, memory, onStorageError }: OutboxPorts): Outbox => {
  /** Rows that this tab tracked and that no answer has named: the whole outbox where there is no storage. */
  const own = new Map<string, Row>();
  let table: Table | undefined;
  let shared: Row[] = [];
  let putsInTask = 0;

  const ownRows = (test: (row: Row) => unknown): Row[] => [...own.values()].filter(test);
  const isUnstored = ({ stored }: Row): boolean => stored === false;
  /** A lease from the future is a clock set back, not a lease. */
  const isFree = ({ leasedAt = 0 }: Row): boolean => leasedAt > clock.now() || leasedAt <= clock.now() - LEASE_MS;

  const store = async (rows: readonly Row[]): Promise<unknown> => {
    if (!table || !rows.length) return;
    const mark = (stored?: boolean) => (): void => rows.forEach((row) => (row.stored = stored));
    mark()();
    const written = table.store(
      rows,
      rows.some(({ rank }) => rank > 1),
    );
    await written.then(mark(true), (error: unknown) => {
      mark(false)();
      onStorageError(error);
    });
  };

  const endTask = (): void => {
    void store(shared);
    shared = [];
    putsInTask = 0;
  };

  const add = (row: Row): void => {
    row.stored = false;
    own.set(row.id, row);
  };

  const readLog = (): Row[] => readJson(memory, LOG_KEY, []);

  const unlog = (ids: readonly string[]): void => {
    const log = readLog();
    const rest = log.filter(({ id }) => !ids.includes(id));
    if (log.length) memory.set(LOG_KEY, rest.length ? JSON.stringify(rest) : null);
  };

  const start = async (): Promise<void> => {
    const logged = readLog();
    logged.forEach(add);
    await open().then((opened) => (table = opened), onStorageError);
    await store(ownRows(isUnstored));
    unlog(logged.flatMap(({ id, stored }) => (stored ? id : [])));
  };

  /** Every row there is: what storage has, and what it has not of ours. */
  const read = async (): Promise<Row[]> => {
    const known = ownRows(({ stored }) => stored);
    void store(ownRows(isUnstored));
    const rows = (await table?.read(READ_ROWS).catch(onStorageError)) ?? known;
    const there = new Set(idsOf(rows));
    const end = rows[READ_ROWS - 1]?.id;
    // What storage had up to there and has no more, another tab has sent.
    for (const { id } of known) if (!there.has(id) && !(end && id > end)) own.delete(id);
    return [...rows, ...ownRows(({ id }) => !there.has(id))];
  };

  const lease = (rows: readonly Row[], leasedAt: number): Row[] => {
    for (const { id } of rows) {
      const row = own.get(id);
      if (row) row.leasedAt = leasedAt;
    }
    if (rows.length) table?.lease(idsOf(rows), leasedAt).catch(onStorageError);
    return [...rows];
  };

  return {
    put: (row) => {
      add(row);
      if (!table) return;
      if (!putsInTask++) queueMicrotask(endTask);
      if (putsInTask < SHARED_FROM) void store([row]);
      else shared.push(row);
    },
    claim: async (limit) => {
      const free = (await read()).filter(isFree).sort((a, b) => (a.id < b.id ? -1 : 1));
      return lease(fitting(free, limit), clock.now());
    },
    claimOwn: (bytes) => {
      const fits = fitting(ownRows(isFree), { messages: READ_ROWS, bytes });
      return lease(
        fits.filter(({ body }) => utf8Bytes(body) <= bytes),
        clock.now(),
      );
    },
    release: (rows) => void lease(rows, 0),
    remove: (ids) => {
      for (const id of ids) own.delete(id);
      table?.remove(ids).catch(onStorageError);
      unlog(ids);
    },
    left: async () => {
      await read();
      return own.size;
    },
    saveUnstored: () => {
      const rows = ownRows(isUnstored);
      const ids = idsOf(rows);
      if (rows.length)
        memory.set(LOG_KEY, JSON.stringify([...readLog().filter(({ id }) => !ids.includes(id)), ...rows]));
    },
    ready: start(),
  };
};
