/** A row of the client's outbox. */
export interface OutboxRow {
  readonly id: string;
  readonly body: string;
  /** When a tab took it to send it: Unix ms; 0 when nobody has. */
  readonly leasedAt: number;
}

/** The outbox at one moment. */
export interface OutboxView {
  readonly rows: readonly OutboxRow[];
  /** Messages that were given up, as JSON: the last hundred or so. */
  readonly buried: readonly string[];
  /** There are more rows than were read. */
  readonly more: boolean;
}

const STORE = 'outbox';
const LEASE = '~';
/** Keys that are read at once; an outbox of 10,000 rows must not slow the page that is looked at. */
const MOST_KEYS = 2_000;

/** Opens the database only if it is there: before consent the panel must not make one. */
const open = (name: string): Promise<IDBDatabase | undefined> =>
  new Promise((resolve) => {
    const request = indexedDB.open(name);
    request.onupgradeneeded = () => request.transaction?.abort(); // new, so it was not there: leave no trace
    request.onsuccess = () => resolve(request.result);
    request.onerror = (event) => {
      event.preventDefault(); // Firefox reports an unhandled abort as a page error
      resolve(undefined);
    };
  });

const rowsOf = (keys: readonly string[], values: readonly unknown[]): OutboxRow[] => {
  const leases = new Map(keys.map((key, i) => [key, Number(values[i])]));
  return keys.flatMap((id, i) => {
    const value = values[i];
    if (typeof value !== 'string') return [];
    return [{ id, body: value.slice(1), leasedAt: leases.get(id + LEASE) || 0 }];
  });
};

const readAll = (db: IDBDatabase): Promise<OutboxView | undefined> =>
  new Promise((resolve) => {
    const transaction = db.transaction(STORE, 'readonly');
    const table = transaction.objectStore(STORE);
    const living = IDBKeyRange.upperBound(LEASE, true);
    const keys = table.getAllKeys(living, MOST_KEYS);
    const values = table.getAll(living, MOST_KEYS);
    const buried = table.getAll(IDBKeyRange.lowerBound(LEASE));
    transaction.onabort = () => resolve(undefined);
    transaction.oncomplete = () => {
      const rows = rowsOf(keys.result as string[], values.result); // the client's keys are strings
      const texts = (buried.result as unknown[]).filter((body) => typeof body === 'string');
      resolve({ rows, buried: texts, more: keys.result.length === MOST_KEYS });
    };
  });

/** Reads the outbox of a write key in one short transaction, and lets go of it; undefined where there is none. Never rejects. */
export const readOutbox = async (writeKey: string): Promise<OutboxView | undefined> => {
  try {
    const db = await open(`cartline:${writeKey}:1`);
    if (!db) return undefined;
    try {
      return await readAll(db);
    } finally {
      db.close();
    }
  } catch {
    return undefined; // storage is refused; the client says so itself
  }
};
