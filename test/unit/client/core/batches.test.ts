import { describe, expect, it } from 'vitest';
import { acceptAll, createFakeBrowser, openTab } from '../../../support/fake-browser.ts';
import { idsOf, namesOf } from './sent.ts';

const ascending = (ids: readonly string[]): boolean => ids.every((id, i) => !i || id > ids[i - 1]!);

describe('one request', () => {
  it('carries at most 500 messages, oldest first, and the next follows at once', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    await tab.client.flush();
    for (let i = 0; i < 1_100; i++) tab.client.page();
    await browser.clock.advance(300);
    expect(tab.requests.map(({ batch }) => batch.length)).toEqual([500, 500, 100]);
    expect(ascending(idsOf(tab))).toBe(true);
    expect(browser.rows.size).toBe(0);
  });

  it('carries at most 480,000 bytes, counted as UTF-8', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    await tab.client.flush();
    for (let i = 0; i < 50; i++) tab.client.track('x', { text: '😀'.repeat(6_000) });
    await browser.clock.advance(300);
    expect(Math.max(...tab.requests.map(({ bytes }) => bytes))).toBeLessThanOrEqual(480_000);
    expect(tab.requests.map(({ batch }) => batch.length)).toEqual([19, 19, 12]);
    expect(ascending(idsOf(tab))).toBe(true);
  });

  it('leaves room for what stands around its messages', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    await tab.client.flush();
    let size = 0;
    const stop = tab.client.on('message', ({ body }) => (size = body.length));
    tab.client.track('x', { text: '' });
    await browser.clock.advance(1_000);
    stop();
    // Twenty of them and their commas make 479,800 bytes.
    for (let i = 0; i < 20; i++) tab.client.track('x', { text: 'y'.repeat(23_989 - size) });
    await browser.clock.advance(300);
    expect(tab.requests.map(({ batch }) => batch.length)).toEqual([1, 19, 1]);
  });

  it('is in order where an older message waits in memory and newer ones in storage', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    await tab.client.flush();
    browser.refuseWrites = true;
    tab.client.track('older', {});
    await browser.clock.advance(0);
    browser.refuseWrites = false;
    tab.client.track('newer', {});
    await browser.clock.advance(0);
    browser.refuseWrites = true;
    await browser.clock.advance(300);
    expect(namesOf(tab)).toEqual(['older', 'newer']);
  });

  it('says which shop it is from, and when it left', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    await browser.clock.advance(5_000);
    tab.client.page();
    await browser.clock.advance(300);
    expect(tab.requests[0]).toMatchObject({ writeKey: 'wk', sentAt: '2026-11-22T10:00:05.300Z', dropped: [] });
  });

  it('is one, however often flush is called at the same time', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    tab.client.page();
    await Promise.all([tab.client.flush(), tab.client.flush(), tab.client.flush()]);
    expect(tab.requests).toHaveLength(1);
  });

  it('is waited for by flush', async () => {
    const browser = createFakeBrowser();
    let release = (): void => undefined;
    const tab = openTab(browser, (request) => new Promise((resolve) => (release = () => resolve(acceptAll(request)))));
    tab.client.page();
    let done = false;
    const flushed = tab.client.flush().then(() => (done = true));
    await browser.clock.advance(0);
    expect(done).toBe(false);
    release();
    await flushed;
    expect(browser.rows.size).toBe(0);
  });
});

describe('the debounce', () => {
  it('runs from the first message: later ones do not put it off', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    await tab.client.flush();
    tab.client.page();
    await browser.clock.advance(200);
    tab.client.page();
    await browser.clock.advance(100);
    expect(tab.requests.map(({ batch }) => batch.length)).toEqual([2]);
  });

  it('is over at once at the 20th message', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    await tab.client.flush();
    for (let i = 0; i < 20; i++) tab.client.page();
    await browser.clock.advance(0);
    expect(tab.requests.map(({ batch }) => batch.length)).toEqual([20]);
  });

  it('is over at once at 48,000 characters', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    await tab.client.flush();
    for (let i = 0; i < 2; i++) tab.client.track('x', { text: 'y'.repeat(24_000) });
    await browser.clock.advance(0);
    expect(tab.requests.map(({ batch }) => batch.length)).toEqual([2]);
  });

  it('lasts 300 ms for 19 messages, and for less than 48,000 characters', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    await tab.client.flush();
    for (let i = 0; i < 19; i++) tab.client.page();
    await browser.clock.advance(299);
    expect(tab.requests).toEqual([]);
    await browser.clock.advance(1);
    tab.client.track('x', { text: 'y'.repeat(20_000) });
    tab.client.track('x', { text: 'y'.repeat(20_000) });
    await browser.clock.advance(299);
    expect(tab.requests).toHaveLength(1);
    await browser.clock.advance(1);
    expect(tab.requests).toHaveLength(2);
  });

  it('counts anew after each time it sent', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    await tab.client.flush();
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 15; i++) tab.client.page();
      await browser.clock.advance(299);
      expect(tab.requests).toHaveLength(round);
      await browser.clock.advance(1);
    }
    expect(tab.requests).toHaveLength(2);
  });

  it('is over at once for an order that comes within it', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    await tab.client.flush();
    tab.client.page();
    tab.client.track('order_completed', { order_id: 'o', items: [] });
    await browser.clock.advance(0);
    expect(namesOf(tab)).toEqual(['page', 'order_completed']);
  });
});
