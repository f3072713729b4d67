import { expect, test } from 'vitest';
import type { DriftUse } from '../../../../src/relay/store/store.ts';
import { track } from './new-message.ts';
import { newPath, openSqlite } from './sqlite-files.ts';

const use = (from: string): DriftUse => ({ kind: 'event', from, to: 'added_to_cart' });

test('the drift table has room for 2,000 names; what comes beyond is counted together', async () => {
  const store = await openSqlite(newPath());
  const messages = Array.from({ length: 2_100 }, (_, n) => ({
    ...track(0, 'a', 'quiz_done', {}, { messageId: `m${n}` }),
    drift: [use(`name ${n}`)],
  }));
  await store.append({ messages, quarantined: [], dropped: [] });
  await store.append({
    messages: [{ ...track(0, 'a', 'quiz_done', {}, { messageId: 'known' }), drift: [use('name 7')] }],
    quarantined: [],
    dropped: [],
  });
  const { drift } = await store.stats();
  expect(drift).toHaveLength(200);
  expect(drift.slice(0, 2).map(({ from, count }) => [from, count])).toEqual([
    ['(others)', 100],
    ['name 7', 2],
  ]);
});

test('a message that was there already counts nothing', async () => {
  const store = await openSqlite(newPath());
  const message = { ...track(0, 'a', 'quiz_done', {}, { messageId: 'm1' }), drift: [use('Product Added')] };
  for (let i = 0; i < 3; i++) await store.append({ messages: [message], quarantined: [], dropped: [] });
  expect((await store.stats()).drift.map(({ count }) => count)).toEqual([1]);
});
