import { createStore } from 'idb-keyval';
import type { Row, Table } from '../core/ports.ts';

const STORE = 'outbox';
/** A row's lease stands under the row's key and this, right behind it, so that one scan reads both. */
const LEASE = '~';

const rowsOf = (keys: readonly string[], values: readonly unknown[]): Row[] => {
  const rows: Row[] = [];
  keys.forEach((id, i) => {
    const value = values[i];
    const last = rows.at(-1);
    if (typeof value === 'string') rows.push({ id, body: value.slice(1), rank: Number(value[0]), stored: true });
    else if (last && id === last.id + LEASE) last.leasedAt = Number(value);
  });
  return rows;
};

/**
 * Opens the outbox's table in IndexedDB. idb-keyval opens the database and hands it over in its first callback; from
 * then on each transaction is ours: started, filled and committed in one go, since an open transaction of a suspended
 * tab blocks the writes of every other, and an uncommitted one dies with a busy page.
 * Rejects where IndexedDB is refused.
 */
export const openTable = async (name: string): Promise<Table> => {
  let db: IDBDatabase;
  const connect = async (): Promise<void> => {
    db = await createStore(name, STORE)('readonly', ({ transaction }) => transaction.db);
    const reconnect = (): void => {
      db.close(); // another tab deletes or upgrades the database, or the browser has closed it already
      connect().catch(() => undefined); // until there is one again, messages stay in memory
    };
    db.onversionchange = db.onclose = reconnect;
  };
  await connect();

  /** One transaction: started, filled and committed before it returns. A closed connection rejects. */
  const run = <T>(
    mode: IDBTransactionMode,
    fill: (table: IDBObjectStore) => T,
    durability: IDBTransactionDurability = 'relaxed',
  ): Promise<T> =>
    new Promise((resolve, reject) => {
      const transaction = db.transaction(STORE, mode, { durability });
      const filled = fill(transaction.objectStore(STORE));
      transaction.commit?.();
      transaction.oncomplete = () => resolve(filled);
      transaction.onabort = () => reject(transaction.error!); // aborted by the browser, which says why
    });

  return {
    store: (rows) =>
      run(
        'readwrite',
        (table) => rows.forEach(({ id, body, rank }) => table.put(rank + body, id)),
        rows.some(({ rank }) => rank > 1) ? 'strict' : undefined,
      ),
    lease: (ids, at) => run('readwrite', (table) => ids.forEach((id) => table.put(at, id + LEASE))),
    remove: (ids) =>
      run('readwrite', (table) => {
        if (!ids) table.clear();
        ids?.forEach((id) => table.delete(IDBKeyRange.bound(id, id + LEASE)));
      }),
    // Behind every ULID, under one of a hundred keys: a ring that needs no counting.
    bury: ({ id, body }) => run('readwrite', (table) => table.put(body, LEASE + (parseInt(id.slice(-4), 36) % 100))),
    read: async (most) => {
      // Twice as many keys, since a row may have its lease behind it.
      const living = IDBKeyRange.upperBound(LEASE, true);
      const [keys, values] = await run(
        'readonly',
        (table) => [table.getAllKeys(living, most * 2), table.getAll(living, most * 2)] as const,
      );
      return rowsOf(keys.result as string[], values.result).slice(0, most); // all keys are strings
    },
  };
};
