import { LEASE, type Entry, type Row, type Table } from '../core/ports.ts';

const STORE = 'outbox';

/** Opens the database, and makes its table the first time. */
const openDatabase = (name: string): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!); // it failed, and says why
  });

/**
 * Opens the outbox's table in IndexedDB. Each transaction is started, filled and committed in one go, since an open
 * transaction of a suspended tab blocks the writes of every other, and an uncommitted one dies with a busy page; no
 * library of key-value helpers does so. Rejects where IndexedDB is refused.
 */
export const openTable = async (name: string): Promise<Table> => {
  let db: IDBDatabase;
  const connect = async (): Promise<void> => {
    db = await openDatabase(name);
    db.onversionchange = db.onclose = () => {
      db.close(); // another tab deletes or upgrades the database, or the browser has closed it already
      connect().catch(() => undefined); // until there is one again, messages stay in memory
    };
  };
  await connect();

  /** One transaction: started, filled and committed before it returns. A closed connection rejects. */
  const run = <T>(
    mode: IDBTransactionMode,
    fill: (table: IDBObjectStore) => T,
    durability?: IDBTransactionDurability,
  ): Promise<T> =>
    new Promise((resolve, reject) => {
      const transaction = db.transaction(STORE, mode, { durability: durability! });
      const filled = fill(transaction.objectStore(STORE));
      transaction.commit?.();
      transaction.oncomplete = () => resolve(filled);
      transaction.onabort = () => reject(transaction.error!); // aborted by the browser, which says why
    });

  const write: Table['write'] = (entries, strict) =>
    run(
      'readwrite',
      (table) => {
        for (const [key, value] of entries) {
          if (value) table.put(value, key);
          else table.delete(IDBKeyRange.bound(key, key + LEASE + LEASE));
        }
      },
      strict ? 'strict' : 'relaxed',
    );

  return {
    write,
    read: async () => {
      const living = IDBKeyRange.upperBound(LEASE, true);
      const [keys, values] = await run(
        'readonly',
        (table) => [table.getAllKeys(living), table.getAll(living)] as const,
      );
      const found = new Map<unknown, unknown>(keys.result.map((key, i) => [key, values.result[i] as unknown]));
      const rows: Row[] = [];
      const orphans: Entry[] = [];
      for (const [key, value] of found as Map<string, string>) {
        const id = key.replace(LEASE, '');
        if (!found.has(id))
          orphans.push([key]); // leased after its row was gone
        else if (id === key)
          rows.push({
            id,
            rank: Number(value[0]),
            body: value.slice(1),
            leasedAt: found.get(id + LEASE) as number | undefined,
          });
      }
      write(orphans).catch(() => undefined);
      return rows;
    },
  };
};
