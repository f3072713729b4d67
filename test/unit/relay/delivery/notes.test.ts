import { expect, it } from 'vitest';
import { added, identify, START, track } from '../store/new-message.ts';
import { createTables } from '../../../../src/relay/store/sqlite/tables.ts';
import { openDatabase } from '../../../../src/relay/store/sqlite/open-database.ts';
import { purgeNotes, readNotes, writeNotes } from '../../../../src/relay/store/sqlite/notes.ts';
import { newPath } from '../store/sqlite-files.ts';
import { settled, startCustomerio, startRelay } from './relay-under-test.ts';

/** Items that say something of an object, or of a visitor who was joined to a person. */
const said = (double: Awaited<ReturnType<typeof startCustomerio>>['double'], what: RegExp): string[] =>
  double.requests().flatMap(({ body }) => {
    const { batch = [] } = (body ?? {}) as { batch?: unknown[] };
    return batch.map((item) => JSON.stringify(item)).filter((item) => what.test(item));
  });

it('sends an object only when it changed, after a restart too', async () => {
  const objects = { product: { typeId: '1', attributes: ['name', 'price'] } };
  const { double, url, destination } = await startCustomerio({ objects });
  const path = newPath();
  const before = await startRelay(destination, path);
  await before.accept(identify(0, 'v1', { email: 'a@x.co' }), added(1_000, 'v1', 'c1'));
  await settled(before);
  expect(said(double, /"object","action":"identify"/)).toHaveLength(1);
  await before.delivery.stop();
  await before.store.close();

  const { destination: again } = await startCustomerio({ objects, baseUrl: url });
  const after = await startRelay(again, path);
  await after.accept(identify(2_000, 'v2', { email: 'b@x.co' }), added(3_000, 'v2', 'c2'));
  await settled(after);
  expect(said(double, /"object","action":"identify"/)).toHaveLength(1);
  await after.accept(track(4_000, 'v2', 'product_viewed', { product_id: 'p1', name: 'Oil', price: 12 }));
  await settled(after);
  expect(said(double, /"object","action":"identify"/)).toHaveLength(2);
  expect(double.violations()).toEqual([]);
});

it('gives an anonymous id to one person only, after a restart too', async () => {
  const { double, url, destination } = await startCustomerio({ anonymous: 'forward' });
  const path = newPath();
  const before = await startRelay(destination, path);
  await before.accept(track(0, 'v1', 'one'), identify(1_000, 'v1', { email: 'a@x.co' }));
  await settled(before);
  await before.delivery.stop();
  await before.store.close();

  const { destination: again } = await startCustomerio({ anonymous: 'forward', baseUrl: url });
  const after = await startRelay(again, path);
  await after.accept(identify(2_000, 'v1', { email: 'b@x.co' }), track(3_000, 'v1', 'two'));
  await settled(after);
  expect(said(double, /"anonymous_id":"v1"/)).toHaveLength(1);
  expect(double.violations()).toEqual([]);
});

it('keeps the latest notes when there are too many', async () => {
  const sql = await openDatabase(newPath());
  const tables = createTables(sql, []);
  [1, 2, 3, 4].forEach((n) => writeNotes(tables, 'cio', new Map([[`object/${n}`, 'x']]), START + n));
  writeNotes(tables, 'other', new Map([['object/1', 'x']]), START);
  expect(purgeNotes(tables, 500, 2)).toBe(2);
  expect([...readNotes(tables, 'cio', ['object/1', 'object/2', 'object/3', 'object/4']).keys()]).toEqual([
    'object/3',
    'object/4',
  ]);
  expect(readNotes(tables, 'other', ['object/1']).size).toBe(1);
  sql.close();
});
