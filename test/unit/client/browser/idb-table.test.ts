import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openTable } from '../../../../src/client/browser/idb-table.ts';
import { LEASE, type Row, type Table } from '../../../../src/client/core/ports.ts';

let opened = 0;
const fresh = async (): Promise<{ name: string; table: Table }> => {
  const name = `table-${++opened}`;
  return { name, table: await openTable(name) };
};
const id = (n: number): string => `01JD${String(n).padStart(22, '0')}`;
const idsOf = (rows: readonly Row[]): string[] => rows.map((row) => row.id);

/** The transactions that begin from here on. */
const watch = (): { modes: unknown[][] } => {
  const modes: unknown[][] = [];
  const original = IDBDatabase.prototype.transaction;
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...args) {
    modes.push([args[1], args[2]?.durability]);
    return original.apply(this, args);
  });
  return { modes };
};

afterEach(() => vi.restoreAllMocks());

describe('the table', () => {
  it('gives rows back oldest first, with their rank, their JSON and their lease', async () => {
    const { table } = await fresh();
    await table.write([
      [id(2), '2{"b":1}'],
      [id(1), '0{"a":1}'],
    ]);
    await table.write([[id(2) + LEASE, 5_000]]);
    const rows = await table.read();
    expect(rows).toMatchObject([
      { id: id(1), rank: 0, body: '{"a":1}' },
      { id: id(2), rank: 2, body: '{"b":1}', leasedAt: 5_000 },
    ]);
    expect(rows[0]?.leasedAt).toBeUndefined();
  });

  it('is one for all connections, and stays when they are gone', async () => {
    const { name, table } = await fresh();
    const other = await openTable(name);
    await table.write([[id(1), '1{}']]);
    expect(idsOf(await other.read())).toEqual([id(1)]);
    expect(idsOf(await (await openTable(name)).read())).toEqual([id(1)]);
  });

  it('deletes a row with its lease, and no other', async () => {
    const { table } = await fresh();
    await table.write([
      [id(1), '1{}'],
      [id(2), '1{}'],
      [id(1) + LEASE, 1],
      [id(2) + LEASE, 2],
    ]);
    await table.write([[id(1)]]);
    expect(await table.read()).toMatchObject([{ id: id(2), leasedAt: 2 }]);
  });

  it('deletes everything under the empty key', async () => {
    const { table } = await fresh();
    await table.write([
      [id(1), '1{}'],
      [id(1) + LEASE, 1],
      [`${LEASE}7`, '{"secret":1}'],
    ]);
    await table.write([[''], [id(2), '3{}']]);
    expect(idsOf(await table.read())).toEqual([id(2)]);
  });

  it('does not bring a row back by a lease that comes late, and forgets such a lease', async () => {
    const { table } = await fresh();
    const many = Array.from({ length: 1_200 }, (_, i) => id(i));
    await table.write(many.map((key) => [key + LEASE, 0]));
    await table.write([[id(5_000), '2{}']]);
    expect(idsOf(await table.read())).toEqual([id(5_000)]);
    expect(idsOf(await table.read())).toEqual([id(5_000)]);
  });

  it('does not give back what was given up', async () => {
    const { table } = await fresh();
    await table.write([
      [`${LEASE}42`, '{}'],
      [id(1), '1{}'],
    ]);
    expect(idsOf(await table.read())).toEqual([id(1)]);
  });

  it('writes the dear ones to the disk itself, the others as the browser likes', async () => {
    const { table } = await fresh();
    const { modes } = watch();
    await table.write([[id(1), '2{}']], true);
    await table.write([[id(2), '0{}']]);
    expect(modes).toEqual([
      ['readwrite', 'strict'],
      ['readwrite', 'relaxed'],
    ]);
  });

  it('has begun and committed a write when the call returns', async () => {
    const { table } = await fresh();
    const { modes } = watch();
    const commit = vi.spyOn(IDBTransaction.prototype, 'commit');
    const written = table.write([[id(1), '0{}']]);
    expect(modes).toHaveLength(1);
    expect(commit).toHaveBeenCalledOnce();
    await written;
  });

  it('works where transactions cannot be committed early', async () => {
    const { table } = await fresh();
    Object.defineProperty(IDBTransaction.prototype, 'commit', { value: undefined, configurable: true, writable: true });
    await table.write([[id(1), '0{}']]);
    expect(idsOf(await table.read())).toEqual([id(1)]);
    delete (IDBTransaction.prototype as { commit?: unknown }).commit;
  });

  it('rejects with nothing written when the browser aborts', async () => {
    const { table } = await fresh();
    const full = new DOMException('full', 'QuotaExceededError');
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw full;
    });
    await expect(table.write([[id(1), '0{}']])).rejects.toBe(full);
    put.mockRestore();
    expect(await table.read()).toEqual([]);
  });

  it('rejects where IndexedDB is refused', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('private', 'SecurityError');
    });
    await expect(openTable('refused')).rejects.toThrow('private');
  });
});

describe('a connection that the browser closes', () => {
  it('lets another tab delete the database, and begins a new one', async () => {
    const { name, table } = await fresh();
    await table.write([[id(1), '0{}']]);
    await new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = resolve;
      request.onerror = reject;
    });
    await vi.waitUntil(() =>
      table.read().then(
        (rows) => !rows[0],
        () => false,
      ),
    );
    await table.write([[id(2), '0{}']]);
    expect(idsOf(await table.read())).toEqual([id(2)]);
  });
});
