import { describe, expect, it } from 'vitest';
import { acceptAll, createFakeBrowser, never, nothing, openTab } from '../../../support/fake-browser.ts';
import { idsOf, messagesOf, namesOf } from './sent.ts';

const ascending = (ids: readonly string[]): boolean => ids.every((id, i) => !i || id > ids[i - 1]!);

describe('a page that leaves', () => {
  it('sends at most 30,000 bytes, envelope and all, and says nothing of what does not fit', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, never);
    await tab.client.flush();
    for (let i = 0; i < 80; i++) tab.client.page({ title: 'é'.repeat(100) });
    tab.leave();
    expect(tab.requests).toHaveLength(1);
    expect(tab.requests[0]?.bytes).toBeLessThanOrEqual(30_000);
    expect(tab.requests[0]?.bytes).toBeGreaterThan(28_000);
    expect(ascending(idsOf(tab))).toBe(true);
  });

  it('leaves out what is too large for that, and sends what comes after', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, never);
    await tab.client.flush();
    tab.client.track('large', { text: 'y'.repeat(29_500) });
    tab.client.track('small', {});
    tab.leave();
    expect(namesOf(tab)).toEqual(['small']);
  });

  it('does not send again what is on its way', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, never);
    tab.client.page();
    await browser.clock.advance(300);
    tab.client.track('x', {});
    tab.leave();
    expect(tab.requests.map(({ keepalive, batch }) => [keepalive, batch.length])).toEqual([
      [true, 1],
      [true, 1],
    ]);
  });

  it('leaves to the shop what room there is: a request on its way that outlives the page counts too', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, never);
    for (let i = 0; i < 15; i++) tab.client.page({ title: 'é'.repeat(250) });
    await browser.clock.advance(300);
    for (let i = 0; i < 80; i++) tab.client.page({ title: 'é'.repeat(100) });
    tab.leave();
    expect(tab.requests).toHaveLength(2);
    const bytes = tab.requests.reduce((sum, request) => sum + request.bytes, 0);
    expect(bytes).toBeLessThanOrEqual(30_000);
    expect(bytes).toBeGreaterThan(28_000);
  });

  it('takes no room for an ordinary request that is too large to outlive it', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, never);
    for (let i = 0; i < 80; i++) tab.client.page({ title: 'é'.repeat(200) });
    await browser.clock.advance(300);
    tab.client.track('x', {});
    tab.leave();
    expect(tab.requests.map(({ keepalive, batch }) => [keepalive, batch.length])).toEqual([
      [false, 80],
      [true, 1],
    ]);
  });

  it('hidden first, then gone, sends only what is new', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, never);
    await tab.client.flush();
    tab.client.track('seen', {});
    tab.leave();
    tab.leave();
    tab.client.track('last', {});
    tab.leave();
    expect(tab.requests.map(({ batch }) => batch.map(({ event }) => event))).toEqual([['seen'], ['last']]);
  });

  it('again, after it came back, sends again what is new', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    await tab.client.flush();
    for (const event of ['first', 'second']) {
      tab.client.track(event, {});
      tab.leave();
      await browser.clock.advance(0);
    }
    expect(tab.requests.map(({ keepalive }) => keepalive)).toEqual([true, true]);
    expect(namesOf(tab)).toEqual(['first', 'second']);
  });

  it('makes no request where there is nothing to send, or while the relay asked to wait', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, () => ({ code: 429, text: '', after: '60' }));
    await tab.client.flush();
    tab.leave();
    expect(tab.requests).toEqual([]);
    tab.client.page();
    await browser.clock.advance(300);
    tab.client.page();
    tab.leave();
    expect(tab.requests).toHaveLength(1);
  });

  it('sends what it was refused again when it is still there', async () => {
    const browser = createFakeBrowser();
    let down = true;
    const tab = openTab(browser, (request) => (down ? nothing : acceptAll(request)));
    await tab.client.flush();
    tab.client.page();
    tab.leave();
    down = false;
    tab.wake(false);
    await browser.clock.advance(5_000);
    expect(tab.requests.map(({ keepalive }) => keepalive)).toEqual([true, true]);
    expect(new Set(idsOf(tab)).size).toBe(1);
    expect(browser.rows.size).toBe(0);
  });

  it('and comes back sends what the next message brings', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    tab.client.page();
    tab.freeze();
    await browser.clock.advance(3_600_000);
    tab.thaw();
    tab.client.track('x', {});
    await browser.clock.advance(10_000);
    expect(new Set(messagesOf(tab).map(({ type }) => type))).toEqual(new Set(['page', 'track']));
    expect(browser.rows.size).toBe(0);
  });
});
