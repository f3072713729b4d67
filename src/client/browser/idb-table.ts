import { createStore } from 'idb-keyval';
import type { Row, Table } from '../core/ports.ts';

const STORE = 'outbox';
/** A row's lease stands under the row's key and this, right behind it, so that one scan reads both. */
const LEASE = '~';

const done = (transaction: IDBTransaction): Promise<unknown> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
  });

const rowsOf = (keys: readonly string[], values: readonly unknown[]): Row[] => {
  const rows: Row[] = [];
  keys.forEach((id, i) => {
    const value = values[i];
    const last = rows.at(-1);
    if (typeof value === 'string')
      rows.push({ id, body: value.slice(1), rank: Number(value[0]) as Row['rank'], stored: true });
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
  const store = createStore(name, STORE);
  let db: IDBDatabase | undefined;
  const connect = async (): Promise<void> => {
    db = await store('readonly', ({ transaction }) => transaction.db);
    db.onversionchange = () => db?.close();
  };
  await connect();

  /** One transaction: started, filled and committed before it returns. `async`, so that a closed connection rejects. */
  const run = async <T>(
    mode: IDBTransactionMode,
    fill: (table: IDBObjectStore) => T,
    durability: IDBTransactionDurability = 'relaxed',
  ): Promise<T> => {
    let transaction;
    try {
      transaction = db!.transaction(STORE, mode, { durability }); // set by connect
    } catch (error) {
      connect().catch(() => undefined); // the browser closed the connection; the next call may find a new one
      throw error;
    }
    const filled = fill(transaction.objectStore(STORE));
    transaction.commit?.();
    await done(transaction);
    return filled;
  };

  return {
    store: (rows, strict) =>
      run(
        'readwrite',
        (table) => rows.forEach(({ id, body, rank }) => table.put(rank + body, id)),
        strict ? 'strict' : 'relaxed',
      ),
    lease: (ids, at) => run('readwrite', (table) => ids.forEach((id) => table.put(at, id + LEASE))),
    remove: (ids) => run('readwrite', (table) => ids.forEach((id) => table.delete(IDBKeyRange.bound(id, id + LEASE)))),
    read: async (most) => {
      // Twice as many keys, since a row may have its lease behind it.
      const [keys, values] = await run(
        'readonly',
        (table) => [table.getAllKeys(null, most * 2), table.getAll(null, most * 2)] as const,
      );
      return rowsOf(keys.result as string[], values.result).slice(0, most); // all keys are strings
    },
  };
};
