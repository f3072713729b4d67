import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openForReading } from '../../src/relay/store/sqlite/inspect/open-for-reading.ts';
import { createSqliteStore } from '../../src/relay/store/sqlite/sqlite-store.ts';
import type { NewMessage, RelayStore } from '../../src/relay/store/store.ts';
import { batchOf } from '../unit/relay/store/new-message.ts';
import { runsOf, seeds } from './runs.ts';
import { live, steps } from './store/life.ts';

const needs = [{ name: 'cio', anonymous: 'hold' }] as const;
const folder = mkdtempSync(join(tmpdir(), 'cartline-property-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let made = 0;

const problemsIn = async (path: string): Promise<readonly string[]> => {
  const reader = await openForReading(path, needs);
  const problems = reader.problems();
  reader.close();
  return problems;
};

/** Sent again, none of what was erased is taken in, and none of it is to be found. */
const staysErased = async (store: RelayStore, erased: readonly NewMessage[]): Promise<void> => {
  const outcomes = await store.append(batchOf(...erased));
  expect(outcomes.filter((outcome) => outcome === 'accepted')).toEqual([]);
  const stored = (await store.feed({ since: 0, limit: 1_000 })).map(({ messageId }) => messageId);
  expect(erased.filter(({ messageId }) => stored.includes(messageId))).toEqual([]);
};

describe.each(seeds)('a store (%s seed)', (_, seed) => {
  it('never contradicts itself, and who was erased stays erased, whatever happens in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const path = join(folder, `${(made += 1)}.db`);
        const store = createSqliteStore({ path });
        await store.open(needs);
        try {
          const erased = await live(store, all);
          await staysErased(store, erased);
          expect(await problemsIn(path)).toEqual([]);
        } finally {
          await store.close();
        }
      }),
      { seed, numRuns: runsOf(20) },
    );
  });
});
