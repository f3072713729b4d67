// The bound below HTTP: SQLite by itself, commits of the same rows with the same settings, one transaction after the other.
import { rmSync } from 'node:fs';
import { createSqliteStore } from '../../../src/relay/store/sqlite/sqlite-store.ts';
import { appendOf } from './rows.ts';

/** How many appends are under way at once: the store groups those of one moment into one commit, as it does for the relay. */
interface StoreTask {
  readonly path: string;
  readonly connections: number;
  readonly batch: number;
  readonly seconds: number;
}

const measure = async ({ path, connections, batch, seconds }: StoreTask): Promise<number> => {
  const store = createSqliteStore({ path });
  await store.open([{ name: 'customerio', anonymous: 'hold' }]);
  const end = performance.now() + seconds * 1_000;
  let stored = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() < end) {
      await store.append(appendOf(batch));
      stored += batch;
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, worker));
  const perSecond = (stored * 1_000) / (performance.now() - start);
  await store.close();
  for (const name of ['', '-wal', '-shm', '-lock']) rmSync(path + name, { force: true });
  return perSecond;
};

const task = JSON.parse(process.argv[2] ?? '') as StoreTask; // what bounds.ts wrote
process.stdout.write(String(await measure(task)));
