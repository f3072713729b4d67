import { readList, writeList } from './json.ts';
import { LEASE, type Entry, type Row, type Table, type Tell, type World } from './ports.ts';
import { byId, without } from './rows.ts';
import { utf8Bytes } from './utf8.ts';

/** A lease holds this long; after it, its tab is taken for dead. Milliseconds. */
const LEASE_MS = 8_000;
/**
 * From this `put` in one task on, so many share a transaction: a burst must not pay one commit each. Those before it are
 * on their way when `track()` returns, even where the page is busy from then on and dies; the last go at the task's end.
 */
const SHARED = 64;
/** What the outbox may hold for one shop in one browser. */
const MOST_CHARACTERS = 5_000_000;
const MOST_ROWS = 10_000;
/** A refused write makes room down to this share of the rows. */
const SHARE_AFTER_REFUSAL = 0.75;
/** Where rows wait that storage did not take before the page went. */
const LOG_KEY = 'cl_wal';
/** What was given up stands under one of so many keys: a ring that needs no counting. */
const BURIED = 100;

/** Messages accepted by `track()` and not yet named in the relay's answer. Only `remove`, after such an answer, deletes one. */
export interface Outbox {
  /** Written and committed before it returns where storage is open; kept in memory until then. */
  readonly put: (row: Row) => void;
  /**
   * The oldest rows from a rank up that nobody has leased lately, of every tab, now leased to this one. The rank is asked
   * for when they have been read: consent may have changed meanwhile. Where there are only leased ones, `onLeased` hears
   * in how many milliseconds the oldest is free.
   */
  readonly claim: (
    fromRank: () => number,
    messages: number,
    bytes: number,
    onLeased: (delayMs: number) => void,
  ) => Promise<Row[]>;
  /** What this tab has put since its last claim, synchronously: for a page that leaves. */
  readonly claimOwn: (rank: number, messages: number, bytes: number) => Row[];
  /** Gives rows back after an attempt that failed. */
  readonly release: (rows: readonly Row[]) => void;
  /** Forgets rows; those that are `buried` stay where the debug panel finds them. */
  readonly remove: (rows: readonly Row[], buried?: boolean) => void;
  /** Forgets every row of this shop in this browser but this tab's withdrawals, at once: consent is denied. Resolves to how many went. */
  readonly erase: () => Promise<number>;
  /** Writes what storage does not hold to the write-ahead log. Synchronous: the page may be gone after it. */
  readonly log: () => void;
  /** Opens storage, once. Resolves when it is open, or is known to be refused. Never rejects. */
  readonly open: () => Promise<void>;
}

/**
 * Where storage is not to be had, or is full, messages stay in memory and are sent from there; that is told once.
 */
export const createOutbox = (world: World, tell: Tell, drop: (reason: 'no_room', rows: number) => void): Outbox => {
  const { now } = world;
  /** What this tab has put since its last claim, and what storage does not hold: the whole outbox where there is none. */
  let own: Row[] = readList(world, LOG_KEY);
  let table: Table | undefined;
  let opening: Promise<void> | undefined;
  let putsInTask = 0;
  let isClearing = false;
  /** What goes before the next rows are stored, in the same transaction. */
  let before: Entry[] = [];

  const unstored = (): Row[] => own.filter(({ stored }) => stored === false);

  const onStorageError = (detail: unknown): void => tell('storage', detail);

  const write = (entries: readonly Entry[]): void => {
    if (entries[0]) table?.write(entries).catch(onStorageError);
  };

  const store = async (rows: readonly Row[]): Promise<void> => {
    const entries = [...before, ...rows.map(({ id, rank, body }): Entry => [id, rank + body])];
    const isDear = rows.some(({ rank }) => rank > 1);
    if (!table || !entries[0]) return;
    const mark = (stored?: boolean): void => rows.forEach((row) => (row.stored = stored));
    const first = before;
    before = [];
    mark();
    try {
      await table.write(entries, isDear);
      mark(true);
    } catch (error) {
      mark(false);
      write(first);
      onStorageError(error);
      // A refused page view waits in memory; for an order or an identify, others go.
      if (!isDear || isClearing) return;
      isClearing = true;
      makeRoom(without(await read(), own), SHARE_AFTER_REFUSAL); // of what storage holds
      isClearing = false;
    }
  };

  /** Rewrites the write-ahead log without some rows, and with others behind. */
  const rewriteLog = (gone: readonly Row[], more: readonly Row[] = []): void =>
    writeList(world, LOG_KEY, [...without(readList<Row>(world, LOG_KEY), gone), ...more]);

  const start = async (): Promise<void> => {
    table = (await world.openTable().catch(onStorageError)) ?? undefined;
    await store([...own]); // with what the log had: of some of it nobody knows whether it was stored
  };
  const open = (): Promise<void> => (opening ??= start());

  /** What there is: what storage has, and what it has not of ours. */
  const read = async (): Promise<Row[]> => {
    const old = own.filter(({ stored }) => stored);
    const rows = await table?.read().catch(onStorageError);
    // Storage speaks for what it was given before: what it has no more, another tab has sent.
    if (rows) own = without(own, old);
    return (rows ? [...rows, ...without(own, rows)] : [...own]).sort(byId);
  };

  /** Leases rows now, or gives their leases back. */
  const lease = (rows: readonly Row[], leasedAt?: number): void => {
    for (const row of rows) row.leasedAt = leasedAt;
    write(rows.map(({ id }) => [id + LEASE, leasedAt!]));
  };

  const take = (rows: readonly Row[], messages: number, bytes: number): Row[] => {
    const taken = rows.filter(({ leasedAt = 0, body }) => {
      // A lease from the future is a clock set back, not a lease.
      if (leasedAt <= now() && leasedAt > now() - LEASE_MS) return false;
      const size = utf8Bytes(body) + 1;
      return size <= bytes && messages-- > 0 && (bytes -= size);
    });
    lease(taken, now());
    return taken;
  };

  const remove: Outbox['remove'] = (rows, buried) => {
    own = without(own, rows);
    write(rows.map(({ id }) => [id]));
    // On its own: a full disk refuses it, and must not refuse to delete.
    if (buried) write(rows.map(({ id, body }) => [LEASE + (parseInt(id.slice(6, 10), 36) % BURIED), body]));
    rewriteLog(rows);
  };

  /** Makes the least important and oldest rows go, until what stays is few and light enough. Returns what stays. */
  const makeRoom = (rows: readonly Row[], share: number): Row[] => {
    const places = Math.min(MOST_ROWS, rows.length * share);
    let room = MOST_CHARACTERS;
    const gone = [...rows]
      .sort((a, b) => b.rank - a.rank || byId(b, a))
      .filter(({ rank, body }, i) => ((room -= body.length) < 0 || i + 1 > places) && rank < 3);
    remove(gone);
    drop('no_room', gone.length);
    return without(rows, gone);
  };

  return {
    open,
    put: (row) => {
      row.stored = false;
      own.push(row);
      void open();
      if (!putsInTask++) {
        queueMicrotask(() => {
          if (putsInTask >= SHARED) void store(unstored());
          putsInTask = 0;
        });
      }
      if (putsInTask < SHARED) void store([row]);
      else if (putsInTask % SHARED === 0) void store(unstored());
    },
    claim: async (fromRank, messages, bytes, onLeased) => {
      void store(unstored());
      const due = makeRoom(await read(), 1).filter(({ rank }) => rank >= fromRank());
      const taken = take(due, messages, bytes);
      if (due[0] && !taken[0]) onLeased(due[0].leasedAt! + LEASE_MS - now());
      return taken;
    },
    claimOwn: (from, messages, bytes) =>
      take(
        own.filter(({ rank }) => rank >= from),
        messages,
        bytes,
      ),
    log: () => {
      const unsure = own.filter(({ stored }) => !stored); // WebKit drops what it has not written when its page goes
      rewriteLog(unsure, unsure);
    },
    release: lease,
    remove,
    erase: async () => {
      const reading = read();
      const all = own;
      own = own.filter(({ rank }) => rank > 2);
      before = [['']]; // every key begins with nothing
      writeList(world, LOG_KEY, []);
      void (table ? store(own) : open());
      return [...all, ...without(await reading, all)].filter(({ rank }) => rank < 3).length;
    },
  };
};
