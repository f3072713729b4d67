import { createSqliteStore } from '../../../src/relay/store/sqlite/sqlite-store.ts';
import { createProgress } from './progress.ts';
import { appendOf } from './rows.ts';

/** Messages of one transaction. */
const AT_ONCE = 10_000;
/** So long a time they are spread over: less than after which held messages are forgotten. */
const DAYS = 25;

/** What came of it. */
export interface Prefilled {
  readonly rows: number;
  readonly seconds: number;
}

/**
 * Fills a store with so many messages by the store's own append, in big transactions, so that every table and index is
 * as the relay would have made it. Ends after `mostSeconds` with what is there then.
 */
export const prefill = async (path: string, rows: number, mostSeconds: number): Promise<Prefilled> => {
  const store = createSqliteStore({ path });
  await store.open([{ name: 'customerio', anonymous: 'hold' }]);
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1_000;
  const show = createProgress('messages stored before', rows);
  const firstAt = Date.now() - DAYS * 86_400_000;
  let done = 0;
  while (done < rows && seconds() < mostSeconds) {
    const count = Math.min(AT_ONCE, rows - done);
    await store.append(appendOf(count, Math.round(firstAt + (done / rows) * DAYS * 86_400_000)));
    done += count;
    show(done);
  }
  await store.close();
  return { rows: done, seconds: seconds() };
};
