import { readJson } from './json.ts';
import type { Emit, Row, Table, World } from './ports.ts';
import { utf8Bytes } from './utf8.ts';

/** A lease holds this long; after it, its tab is taken for dead. Milliseconds. */
const LEASE_MS = 8_000;
/** From this `put` in one task on, puts share a transaction: a burst must not pay one commit each. */
const SHARED_FROM = 20;
/** Rows read at once from storage: as many as a batch can take. */
const READ_ROWS = 500;
/** What the outbox may hold for one shop in one browser, in characters; */
const MOST_WEIGHT = 5_000_000;
/** a row weighs at least this much, which makes 10,000 rows at the most. */
const LEAST_WEIGHT = 500;
/** A refused write makes room down to this share of what is there. */
const SHARE_AFTER_REFUSAL = 0.75;
/** Where rows wait that storage did not take before the page went. */
const LOG_KEY = 'cl_wal';

/** Messages accepted by `track()` and not yet named in the relay's answer. Only `remove`, after such an answer, deletes one. */
export interface Outbox {
  /** Written and committed before it returns where storage is open; kept in memory until then. */
  readonly put: (row: Row) => void;
  /** The oldest rows from a rank up that nobody has leased lately, of every tab, now leased to this one. */
  readonly claim: (messages: number, bytes: number, rank: number) => Promise<Row[]>;
  /** What this tab has put since its last claim, synchronously: for a page that leaves. */
  readonly claimOwn: (bytes: number, rank: number) => Row[];
  /** Gives rows back after an attempt that failed. */
  readonly release: (rows: readonly Row[]) => void;
  readonly remove: (rows: readonly Row[]) => void;
  /** Keeps what was given up where the debug panel finds it. */
  readonly bury: (row: Row) => void;
  /** Forgets every row of this shop in this browser but withdrawals: consent is denied. Returns how many of this tab's went. */
  readonly erase: () => number;
  /** Writes what storage does not hold to the write-ahead log. Synchronous: the page may be gone after it. */
  readonly saveUnstored: () => void;
  /** Opens storage, once. Resolves when it is open, or is known to be refused. Never rejects. */
  readonly open: () => Promise<void>;
}

const idsOf = (rows: readonly Row[]): string[] => rows.map(({ id }) => id);
const byId = (a: Row, b: Row): number => (a.id < b.id ? -1 : 1);
const weightOf = ({ body }: Row): number => Math.max(body.length, LEAST_WEIGHT);
const isUnstored = ({ stored }: Row): boolean => stored === false;

/** The leading rows that fit into one batch; a row that is too large for any goes alone. */
const fitting = (rows: readonly Row[], messages: number, bytes: number): Row[] =>
  rows.slice(0, messages).filter((row, i) => (bytes -= utf8Bytes(row.body) + 1) >= 0 || !i);

/**
 * Where storage is not to be had, or is full, messages stay in memory and are sent from there; that is announced once.
 * @param onNoRoom so many rows had to go.
 */
export const createOutbox = (world: World, emit: Emit, onNoRoom: (rows: number) => void): Outbox => {
  const { now, set } = world;
  /** What this tab has put since its last claim, and what storage does not hold: the whole outbox where there is none. */
  let own: Row[] = [];
  let table: Table | undefined;
  let opening: Promise<void> | undefined;
  let shared: Row[] = [];
  let putsInTask = 0;
  let erased = false;
  let told = false;

  const onStorageError = (detail: unknown): void => {
    if (!told) emit('error', { code: 'storage', detail });
    told = true;
  };

  const store = async (rows: readonly Row[]): Promise<void> => {
    if (!table || !rows[0]) return;
    const mark = (stored?: boolean): void => rows.forEach((row) => (row.stored = stored));
    mark();
    await table.store(rows).then(
      () => mark(true),
      (error: unknown) => {
        mark(false);
        onStorageError(error);
        // A refused page view waits in memory; for an order or an identify, others go.
        if (rows.some(({ rank }) => rank > 1)) return makeRoom(SHARE_AFTER_REFUSAL);
      },
    );
  };

  const readLog = (): Row[] => readJson(world, LOG_KEY, []);

  /** Rewrites the log without some rows, and with others behind. */
  const rewriteLog = (without: readonly Row[], more: readonly Row[] = []): void => {
    const ids = idsOf(without);
    const log = [...readLog().filter(({ id }) => !ids.includes(id)), ...more];
    set(LOG_KEY, log[0] ? JSON.stringify(log) : null);
  };

  const start = async (): Promise<void> => {
    const logged = readLog();
    own.push(...logged);
    table = (await world.openTable().catch(onStorageError)) ?? undefined;
    if (erased) await table?.remove().catch(onStorageError);
    await store(own.filter(isUnstored));
    rewriteLog(logged.filter(({ stored }) => stored));
  };

  /** At most so many rows of what there is: what storage has, and what it has not of ours. */
  const read = async (most: number): Promise<Row[]> => {
    const { length } = own;
    const rows = await table?.read(most).catch(onStorageError);
    // Storage speaks for what it was given before: what it has no more, another tab has sent.
    if (rows) own = own.filter((row, i) => i >= length || isUnstored(row));
    return [...(rows ?? []), ...(rows ? own.filter(isUnstored) : own)].sort(byId);
  };

  /** Leases rows now, or gives their leases back. */
  const lease = (rows: readonly Row[], leasedAt = now()): void => {
    for (const row of rows) row.leasedAt = leasedAt;
    if (rows[0]) table?.lease(idsOf(rows), leasedAt).catch(onStorageError);
  };

  const take = (rows: readonly Row[], from: number, messages: number, bytes: number): Row[] => {
    // A lease from the future is a clock set back, not a lease.
    const isFree = ({ leasedAt = 0, rank }: Row): boolean =>
      rank >= from && (leasedAt > now() || leasedAt <= now() - LEASE_MS);
    const taken = fitting(rows.filter(isFree), messages, bytes);
    lease(taken);
    return taken;
  };

  const remove = (rows: readonly Row[]): void => {
    const ids = idsOf(rows);
    own = own.filter(({ id }) => !ids.includes(id));
    if (ids[0]) table?.remove(ids).catch(onStorageError);
    if (readLog()[0]) rewriteLog(rows);
  };

  /** Makes rows go, the least important and oldest first, until what is left is light enough. */
  const makeRoom = async (share: number): Promise<void> => {
    const rows = await read(Infinity);
    const weight = rows.reduce((sum, row) => sum + weightOf(row), 0);
    let excess = weight - (share ? weight * share : MOST_WEIGHT);
    const gone = rows
      .sort((a, b) => a.rank - b.rank || byId(a, b))
      .filter((row) => row.rank < 3 && excess > 0 && (excess -= weightOf(row)));
    remove(gone);
    onNoRoom(gone.length);
  };

  const open = (): Promise<void> => (opening ??= start());

  return {
    open,
    put: (row) => {
      row.stored = false;
      own.push(row);
      void open();
      if (!table) return;
      if (!putsInTask++) {
        queueMicrotask(() => {
          void store(shared);
          shared = [];
          putsInTask = 0;
        });
      }
      if (putsInTask < SHARED_FROM) void store([row]);
      else shared.push(row);
    },
    claim: async (messages, bytes, from) => {
      if (!shared[0]) void store(own.filter(isUnstored));
      const rows = await read(READ_ROWS);
      if (rows.length >= READ_ROWS) await makeRoom(0);
      return take(rows, from, messages, bytes);
    },
    claimOwn: (bytes, from) =>
      take(
        own.filter(({ body }) => utf8Bytes(body) < bytes),
        from,
        READ_ROWS,
        bytes,
      ),
    release: (rows) => lease(rows, 0),
    remove,
    bury: (row) => void table?.bury(row).catch(onStorageError),
    erase: () => {
      const kept = own.filter(({ rank }) => rank > 2);
      const gone = own.length - kept.length;
      own = kept;
      erased = true;
      table?.remove().catch(onStorageError);
      void store(kept);
      void open();
      set(LOG_KEY, null);
      return gone;
    },
    saveUnstored: () => {
      const rows = own.filter(isUnstored);
      if (rows[0]) rewriteLog(rows, rows);
    },
  };
};
