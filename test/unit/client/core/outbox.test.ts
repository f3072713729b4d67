import { describe, expect, it } from 'vitest';
import type { Table } from '../../../../src/client/core/ports.ts';
import {
  acceptAll,
  answer,
  createFakeBrowser,
  nothing,
  openTab,
  type FakeBrowser,
  type FakeTab,
} from '../../../support/fake-browser.ts';
import { connect } from '../../../support/fake-storage.ts';
import { createPageGate } from '../../../support/page-gate.ts';
import { idsOf, messagesOf, namesOf, reasonsOf } from './sent.ts';

const DAY_MS = 86_400_000;
const deaf = (): typeof nothing => nothing;

/** A tab with open storage, which notes how many rows each transaction stores, and whether to the disk itself. */
const openWatched = async (): Promise<{
  browser: FakeBrowser;
  client: FakeTab['client'];
  stores: number[];
  strict: unknown[];
}> => {
  const [stores, strict]: [number[], unknown[]] = [[], []];
  const browser = createFakeBrowser();
  const table = connect(browser, browser.clock, createPageGate());
  const write: Table['write'] = (entries, isStrict) => {
    const rows = entries.filter(([key, value]) => value && !key.includes('~'));
    if (rows[0]) {
      stores.push(rows.length);
      strict.push(!!isStrict);
    }
    return table.write(entries, isStrict);
  };
  const { client } = openTab(browser, deaf, { openTable: () => Promise.resolve({ ...table, write }) });
  await client.flush();
  return { browser, client, stores, strict };
};

describe('a message', () => {
  it('is in storage before track returns, where storage is open', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, deaf);
    await tab.client.flush();
    tab.client.page();
    expect(browser.rows.size).toBe(1);
  });

  it('pays a transaction of its own, until the 64th of one task: from there on 64 share one, and the last at its end', async () => {
    const { browser, client, stores } = await openWatched();
    for (let i = 0; i < 140; i++) client.page();
    expect(stores.slice(62)).toEqual([1, 1, 64]);
    await Promise.resolve();
    client.page();
    await Promise.resolve();
    expect(stores.slice(62)).toEqual([1, 1, 64, 12, 1]);
    expect(browser.rows.size).toBe(141);
  });

  it('is written to the disk itself where it is an identify, an order or a withdrawal', async () => {
    const { client, strict } = await openWatched();
    client.page();
    client.track('x', {});
    client.identify({ email: 'a@b.example' });
    client.track('order_completed', { order_id: 'o', items: [] });
    client.consent({ email: false });
    expect(strict).toEqual([false, false, true, true, true]);
  });

  it('is written to the disk itself where one of a burst must be', async () => {
    const { client, strict } = await openWatched();
    for (let i = 0; i < 24; i++) client.page();
    client.identify({ email: 'a@b.example' });
    await Promise.resolve();
    expect(strict.at(-1)).toBe(true);
  });

  it('that was given up takes one of a hundred places', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, ({ batch }) =>
      answer(
        [],
        batch.map(({ messageId }) => messageId),
      ),
    );
    for (let i = 0; i < 150; i++) tab.client.track('wrong', {});
    await browser.clock.advance(1_000);
    expect(browser.buried.size).toBeGreaterThan(30);
    expect([...browser.buried.keys()].every((key) => /^~\d{1,2}$/.test(key))).toBe(true);
  });

  it('that was refused for good is kept for the debug panel', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, ({ batch }) =>
      answer(
        [],
        batch.map(({ messageId }) => messageId),
      ),
    );
    tab.client.track('wrong', {});
    await browser.clock.advance(300);
    const [refused] = messagesOf(tab);
    expect([...browser.buried.values()].map((body) => JSON.parse(body) as unknown)).toEqual([refused]);
    expect(browser.rows.size).toBe(0);
  });
});

describe('a message of more than 14 days', () => {
  const kept = async (ageMs: number): Promise<{ browser: FakeBrowser; old: string }> => {
    const browser = createFakeBrowser();
    const before = openTab(browser, deaf);
    before.client.page();
    await browser.clock.advance(300);
    before.kill();
    browser.values.delete('cl_wait');
    const [old = ''] = browser.rows.keys();
    await browser.clock.advance(0);
    browser.clock.set(browser.clock.now() + ageMs);
    return { browser, old };
  };

  it('is sent all the same when the next attempt succeeds', async () => {
    const { browser, old } = await kept(20 * DAY_MS);
    const tab = openTab(browser, acceptAll);
    await browser.clock.advance(300);
    expect(idsOf(tab)).toEqual([old]);
    expect(tab.drops).toEqual([]);
  });

  it('is given up when one more attempt fails, and what is younger stays', async () => {
    const { browser, old } = await kept(14 * DAY_MS + 1_000);
    const tab = openTab(browser, deaf);
    tab.client.page();
    await browser.clock.advance(300);
    expect(reasonsOf(tab)).toEqual([['expired', 1]]);
    expect(browser.rows.has(old)).toBe(false);
    expect(browser.rows.size).toBe(1);
    expect([...browser.buried.values()].join()).toContain(old);
  });

  it('is not what a clock makes of it that is set ten years ahead while the page is open', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, deaf);
    tab.client.page();
    await browser.clock.advance(300);
    browser.clock.set(browser.clock.now() + 3_652 * DAY_MS);
    tab.client.page();
    await browser.clock.advance(60_000);
    expect([tab.drops, browser.rows.size]).toEqual([[], 2]);
  });

  it('leaves no lease behind when it is given up', async () => {
    const { browser } = await kept(15 * DAY_MS);
    openTab(browser, deaf);
    await browser.clock.advance(60_000);
    expect([browser.rows.size, browser.leases.size]).toEqual([0, 0]);
  });

  it('is counted once when the attempt that failed was a refusal of its body', async () => {
    const { browser } = await kept(15 * DAY_MS);
    const tab = openTab(browser, () => ({ code: 400, text: '{"error":{}}' }));
    await browser.clock.advance(60_000);
    expect(tab.drops.reduce((sum, { messages }) => sum + messages, 0)).toBe(1);
  });

  it('is not given up a moment before', async () => {
    const { browser } = await kept(14 * DAY_MS - 60_000);
    const tab = openTab(browser, deaf);
    await browser.clock.advance(300);
    expect(tab.drops).toEqual([]);
    expect(browser.rows.size).toBe(1);
  });
});

describe('a row that another tab has leased', () => {
  it.each([
    [7_999, 0],
    [8_000, 1],
  ])('is taken after 8 s, for its tab is dead then (%i ms: %i request)', async (ms, requests) => {
    const browser = createFakeBrowser();
    const dead = openTab(browser, deaf);
    dead.client.page();
    await browser.clock.advance(300);
    dead.kill();
    browser.values.delete('cl_wait');
    for (const id of browser.rows.keys()) browser.leases.set(id, browser.clock.now());
    await browser.clock.advance(ms);
    const tab = openTab(browser, acceptAll);
    await browser.clock.advance(0);
    expect(tab.requests).toHaveLength(requests);
  });

  it('is taken at once where the lease is from the future: the clock was set back', async () => {
    const browser = createFakeBrowser();
    const dead = openTab(browser, deaf);
    dead.client.page();
    await browser.clock.advance(300);
    dead.kill();
    browser.values.delete('cl_wait');
    for (const id of browser.rows.keys()) browser.leases.set(id, browser.clock.now() + 1);
    const tab = openTab(browser, acceptAll);
    await browser.clock.advance(0);
    expect(tab.requests).toHaveLength(1);
  });
});

describe('storage that fails later', () => {
  it('announces what failed, once, and loses nothing', async () => {
    const browser = createFakeBrowser();
    const gone = (): Promise<never> => Promise.reject(new Error('InvalidStateError'));
    const table: Table = { write: gone, read: gone };
    const tab = openTab(browser, acceptAll, { openTable: () => Promise.resolve(table) });
    tab.client.page();
    tab.client.track('x', {});
    await browser.clock.advance(10_000);
    expect(namesOf(tab)).toEqual(['page', 'x']);
    expect(tab.errors.map(({ code }) => code)).toEqual(['storage']);
    expect(tab.drops).toEqual([]);
  });
});
