import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { isAtLeast, openDatabase } from '../../../../src/relay/store/sqlite/open-database.ts';
import { createSqliteStore } from '../../../../src/relay/store/sqlite/sqlite-store.ts';
import { claimOne, feedAll } from './contract/asking.ts';
import { batchOf, track } from './new-message.ts';
import { newPath, openSqlite } from './sqlite-files.ts';
import { holdInOtherProcess, killed } from './sqlite-process.ts';

const needs = [{ name: 'cio', anonymous: 'hold' }] as const;

describe('opening an SQLite store', () => {
  it('refuses a second relay on the same file, with the way out', async () => {
    const path = newPath();
    await openSqlite(path);
    await expect(createSqliteStore({ path }).open(needs)).rejects.toThrow(
      /another relay has it open; stop that one first/,
    );
  });

  it('refuses it while another process has it, and opens at once when that was killed', async () => {
    const path = newPath();
    const { child, claimed } = await holdInOtherProcess(path);
    await expect(createSqliteStore({ path }).open(needs)).rejects.toThrow(/another relay/);
    await killed(child);
    const store = await openSqlite(path);
    const lane = await claimOne(store);
    expect(lane.messages.map(({ messageId }) => messageId)).toEqual([claimed.messageId]);
    expect(lane.token).toBeGreaterThan(claimed.token);
  });

  it('says what is wrong with a directory that is not there', async () => {
    await expect(createSqliteStore({ path: '/nowhere/relay.db' }).open(needs)).rejects.toThrow(
      /cannot open the store \/nowhere\/relay.db/,
    );
  });

  it('leaves the tables of a newer relay alone', async () => {
    const path = newPath();
    const db = new DatabaseSync(path);
    db.exec('pragma user_version = 99');
    db.close();
    await expect(createSqliteStore({ path }).open(needs)).rejects.toThrow(/version 99.*newer relay/);
  });

  it('says that it is not open when it is not', async () => {
    const store = createSqliteStore({ path: newPath() });
    await expect(store.append(batchOf(track(0, 'v1', 'x')))).rejects.toThrow(/not open/);
  });

  it.each([
    ['3.51.3', true],
    ['3.53.0', true],
    ['4.0', true],
    ['3.51.2', false],
    ['3.6.30', false],
  ])('takes SQLite %s: %s', (version, taken) => {
    expect(isAtLeast(version, '3.51.3')).toBe(taken);
  });
});

describe('committing to an SQLite store', () => {
  it('rejects the whole group, with nothing stored, when it cannot commit; then goes on', async () => {
    const path = newPath();
    const store = await openSqlite(path);
    const other = new DatabaseSync(path);
    other.exec('begin immediate');
    const appends = ['a', 'b'].map((event) => store.append(batchOf(track(0, 'v1', event))));
    const outcomes = await Promise.allSettled(appends);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(appends[0]).rejects.toThrow(/could not commit, nothing of this was stored: database is locked/);
    other.exec('rollback');
    other.close();
    expect(await feedAll(store)).toEqual([]);
    expect(await store.append(batchOf(track(0, 'v1', 'c')))).toEqual(['accepted']);
  });

  it('undoes alone an append that cannot be stored', async () => {
    const store = await openSqlite(newPath());
    const broken = { ...track(0, 'v1', 'broken'), receivedAt: Number.NaN };
    const outcomes = await Promise.allSettled(
      [broken, track(0, 'v1', 'good')].map((message) => store.append(batchOf(message))),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect((await feedAll(store)).map(({ event }) => event)).toEqual(['good']);
    expect(await store.stats()).toMatchObject({ messages: 1 });
  });

  it('groups concurrent appends into one commit', async () => {
    const path = newPath();
    const store = await openSqlite(path);
    const walBytes = (): number => statSync(`${path}-wal`).size;
    await store.append(batchOf(track(0, 'v0', 'first')));
    const before = walBytes();
    await Promise.all(Array.from({ length: 40 }, (_, index) => store.append(batchOf(track(index, 'v0', 'e')))));
    const grouped = walBytes() - before;
    for (let index = 0; index < 40; index += 1) await store.append(batchOf(track(index, 'v0', 'e')));
    expect(walBytes() - before - grouped).toBeGreaterThan(grouped * 5);
  });

  it('counts what was stored, and nothing of what was undone', async () => {
    const store = await openSqlite(newPath());
    const broken = { ...track(1, 'v2', 'broken'), receivedAt: Number.NaN };
    await Promise.allSettled([
      store.append(batchOf(track(0, 'v1', 'good'))),
      store.append(batchOf(track(2, 'v2', 'undone'), broken)),
      store.append(batchOf(track(3, 'v1', 'good'))),
    ]);
    const stats = await store.stats();
    expect(stats).toMatchObject({ messages: 2, visitors: 1 });
    expect(stats.deliveries['cio']).toMatchObject({ held: 2, pending: 0 });
  });

  it('keeps the order of what was asked for when it takes more than one commit', async () => {
    const store = await openSqlite(newPath());
    const many = Array.from({ length: 12 }, (_, at) =>
      Array.from({ length: 50 }, (__, index) => track(at * 50 + index, 'v1', `e${at}`)),
    );
    const outcomes = await Promise.all(many.map((messages) => store.append(batchOf(...messages))));
    expect(outcomes.flat()).toEqual(Array.from({ length: 600 }, () => 'accepted'));
    const events = (await store.feed({ since: 0, limit: 600 })).map(({ event }) => event);
    expect(events).toEqual(many.flatMap((messages, at) => messages.map(() => `e${at}`)));
  });

  it('loses nothing that waits when it is closed', async () => {
    const path = newPath();
    const store = await openSqlite(path);
    const appends = Array.from({ length: 400 }, (_, index) => store.append(batchOf(track(index, 'v1', 'e'))));
    await store.close();
    await Promise.all(appends);
    expect(await (await openSqlite(path)).stats()).toMatchObject({ messages: 400 });
  });

  it('syncs every commit to disk, behind a write-ahead log', async () => {
    const sql = await openDatabase(newPath());
    const FULL = 2;
    expect(sql.get('pragma synchronous')).toEqual({ synchronous: FULL });
    expect(sql.get('pragma journal_mode')).toEqual({ journal_mode: 'wal' });
    sql.close();
  });

  it('is readable for others while it is open', async () => {
    const path = newPath();
    const store = await openSqlite(path);
    await store.append(batchOf(track(0, 'v1', 'x')));
    const reader = new DatabaseSync(path, { readOnly: true });
    expect(reader.prepare('select count(*) as n from messages').get()).toEqual({ n: 1 });
    reader.close();
  });
});
