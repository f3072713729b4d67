import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../../src/client/core/ports.ts';
import {
  acceptAll,
  answer,
  createFakeBrowser,
  never,
  nothing,
  openTab,
  type Answering,
  type SentRequest,
} from '../../../support/fake-browser.ts';

const viewed = { product_id: 'p1', name: 'Cleanser', price: 24, currency: 'EUR' };
const ids = (requests: readonly SentRequest[]): string[] =>
  requests.flatMap(({ batch }) => batch.map(({ messageId }) => messageId));
const later =
  (results: Reply[]): Answering =>
  (request) =>
    results.shift() ?? acceptAll(request);

describe('when messages are sent', () => {
  it('sends what is tracked within 300 ms in one request, in order', async () => {
    const browser = createFakeBrowser();
    const { client, requests } = openTab(browser, acceptAll);
    await client.flush();
    client.track('product_viewed', viewed);
    client.page();
    await browser.clock.advance(299);
    expect(requests).toHaveLength(0);
    await browser.clock.advance(1);
    expect(requests.map(({ batch }) => batch.map(({ type }) => type))).toEqual([['track', 'page']]);
    expect(browser.rows.size).toBe(0);
  });

  it('sends at once at the 20th message', async () => {
    const browser = createFakeBrowser();
    const { client, requests } = openTab(browser, acceptAll);
    for (let i = 0; i < 20; i++) client.track('product_viewed', viewed);
    await browser.clock.advance(0);
    expect(ids(requests)).toHaveLength(20);
  });

  it.each([
    ['an identify', (c: ReturnType<typeof openTab>['client']) => c.identify({ email: 'a@b.c' })],
    ['an order', (c: ReturnType<typeof openTab>['client']) => c.track('order_completed', { order_id: 'o', items: [] })],
    [
      '48 kB',
      (c: ReturnType<typeof openTab>['client']) => [1, 2].forEach(() => c.track('x', { text: 'y'.repeat(25_000) })),
    ],
  ])('sends at once for %s', async (_, act) => {
    const browser = createFakeBrowser();
    const { client, requests } = openTab(browser, acceptAll);
    act(client);
    await browser.clock.advance(0);
    expect(ids(requests).length).toBeGreaterThan(0);
  });

  it('sends what an earlier page left behind as soon as a page opens', async () => {
    const browser = createFakeBrowser();
    openTab(browser, () => nothing).client.track('product_viewed', viewed);
    const next = openTab(browser, acceptAll);
    await next.client.flush();
    expect(ids(next.requests)).toHaveLength(1);
  });
});

describe('what an answer means', () => {
  it('keeps a message that the answer does not name, and sends it again under the same id', async () => {
    const browser = createFakeBrowser();
    const { client, requests } = openTab(browser, later([answer(['a stranger'])]));
    client.track('product_viewed', viewed);
    await browser.clock.advance(300);
    expect(browser.rows.size).toBe(1);
    await browser.clock.advance(2_000);
    expect(new Set(ids(requests)).size).toBe(1);
    expect(requests).toHaveLength(2);
    expect(browser.rows.size).toBe(0);
  });

  it('gives up a rejected message, says so, and reports it in the next batch once', async () => {
    const browser = createFakeBrowser();
    let first = true;
    const tab = openTab(browser, (request) => {
      const [message] = request.batch;
      if (!first || !message) return acceptAll(request);
      first = false;
      return answer([], [message.messageId]);
    });
    tab.client.track('product_viewed', viewed);
    await browser.clock.advance(300);
    expect(tab.drops).toEqual([{ reason: 'rejected', messages: 1 }]);
    for (let i = 0; i < 2; i++) {
      tab.client.page();
      await browser.clock.advance(300);
    }
    expect(tab.requests.map(({ dropped }) => dropped.map(({ reason, count }) => [reason, count]))).toEqual([
      [],
      [['rejected', 1]],
      [],
    ]);
  });

  it('waits as long as Retry-After says, for every tab and reload', async () => {
    const browser = createFakeBrowser();
    const first = openTab(browser, later([{ code: 429, text: '', after: '120' }]));
    first.client.track('product_viewed', viewed);
    await browser.clock.advance(300);
    const second = openTab(browser, acceptAll);
    second.client.page();
    await browser.clock.advance(119_000);
    expect([...first.requests, ...second.requests]).toHaveLength(1);
    await browser.clock.advance(3_000);
    expect(browser.rows.size).toBe(0);
  });

  it('does not believe a wait of more than an hour that a wrong clock left behind', async () => {
    const browser = createFakeBrowser();
    browser.values.set('cl_wait', String(browser.clock.now() + 2 * 3_600_000));
    const tab = openTab(browser, acceptAll);
    tab.client.page();
    await browser.clock.advance(300);
    expect(tab.requests).toHaveLength(1);
  });

  it('backs off with growing waits and never gives up', async () => {
    const browser = createFakeBrowser();
    let down = true;
    const tab = openTab(browser, (request) => (down ? nothing : acceptAll(request)));
    tab.client.track('product_viewed', viewed);
    await browser.clock.advance(600_000);
    expect(tab.requests.length).toBeLessThanOrEqual(40);
    expect(tab.requests.length).toBeGreaterThan(10);
    down = false;
    await browser.clock.advance(60_000);
    expect(browser.rows.size).toBe(0);
    expect(tab.drops).toEqual([]);
  });

  it('tries at once when the network is back, unless the relay had asked to wait', async () => {
    const browser = createFakeBrowser(() => 1);
    const results: Reply[] = [nothing, { code: 503, text: '', after: '60' }];
    const tab = openTab(browser, later(results));
    tab.client.page();
    await browser.clock.advance(300);
    tab.wake(true);
    await browser.clock.advance(0);
    expect(tab.requests).toHaveLength(2);
    tab.wake(true);
    await browser.clock.advance(0);
    expect(tab.requests).toHaveLength(2);
  });

  it('halves a body that is not welcome until the one offender stands alone, and loses nothing else', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, (request) =>
      request.batch.some(({ event }) => event === 'poison') ? { code: 400, text: '{"error":{}}' } : acceptAll(request),
    );
    for (let i = 0; i < 19; i++) tab.client.track(i === 7 ? 'poison' : `fine_${i}`, {});
    await browser.clock.advance(300);
    expect(browser.rows.size).toBe(0);
    expect(tab.drops).toEqual([{ reason: 'rejected', messages: 1 }]);
  });

  it('keeps a lone message that a stranger refuses, and probes every 15 minutes', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, later([{ code: 413, text: '<html>' }]));
    tab.client.page();
    await browser.clock.advance(300);
    await browser.clock.advance(899_000);
    expect(tab.requests).toHaveLength(1);
    await browser.clock.advance(2_000);
    expect(browser.rows.size).toBe(0);
  });

  it('keeps everything when the key is wrong, says so once, and asks at most five times an hour', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, () => ({ code: 401, text: '' }));
    tab.client.page();
    await browser.clock.advance(3_600_000);
    expect(tab.requests.length).toBeLessThanOrEqual(5);
    expect(tab.errors).toEqual([{ code: 'http_401' }]);
    expect(browser.rows.size).toBe(1);
  });
});

describe('several tabs', () => {
  it('sends the rows of a tab that died', async () => {
    const browser = createFakeBrowser();
    const hung = openTab(browser, never);
    hung.client.page();
    await browser.clock.advance(300);
    browser.lockHeld = false;
    const heir = openTab(browser, acceptAll);
    await heir.client.flush();
    expect(heir.requests).toHaveLength(0);
    await browser.clock.advance(8_001);
    await heir.client.flush();
    expect(ids(heir.requests)).toEqual(ids(hung.requests));
  });

  it('waits for its turn while another tab sends, and takes it within 15 s without progress', async () => {
    const browser = createFakeBrowser();
    browser.lockHeld = true;
    const tab = openTab(browser, acceptAll);
    tab.client.page();
    await browser.clock.advance(11_900);
    expect(tab.requests).toHaveLength(0);
    await browser.clock.advance(4_000);
    expect(ids(tab.requests)).toHaveLength(1);
  });

  it('forgets what another tab has sent for it', async () => {
    const browser = createFakeBrowser();
    const quiet = openTab(browser, acceptAll);
    await quiet.client.flush();
    quiet.client.page();
    const other = openTab(browser, acceptAll);
    await other.client.flush();
    await quiet.client.flush();
    quiet.leave();
    expect([...quiet.requests, ...other.requests]).toHaveLength(1);
  });
});

describe('a page that leaves', () => {
  it('sends what is unsent in one keepalive request of at most 30,000 bytes and deletes nothing without an answer', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, never);
    await tab.client.flush();
    for (let i = 0; i < 18; i++) tab.client.track('x', { text: '😀'.repeat(800) });
    tab.leave();
    const [request] = tab.requests;
    expect(tab.requests).toHaveLength(1);
    expect(request?.keepalive).toBe(true);
    expect(new TextEncoder().encode(JSON.stringify(request?.batch)).length).toBeLessThanOrEqual(30_000);
    await browser.clock.advance(0);
    expect(browser.rows.size).toBe(18);
  });

  it('sends a message once when the page is hidden and then goes', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    tab.client.page();
    tab.leave();
    tab.leave();
    await browser.clock.advance(1_000);
    expect(ids(tab.requests)).toHaveLength(1);
    expect(browser.rows.size).toBe(0);
  });

  it('frees the lock at once when a request is on its way', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, never);
    tab.client.page();
    await browser.clock.advance(300);
    expect(browser.lockHeld).toBe(true);
    tab.leave();
    await browser.clock.advance(0);
    expect(browser.lockHeld).toBe(false);
  });
});

describe('without storage', () => {
  it('sends from memory, and says why once', async () => {
    const browser = createFakeBrowser();
    browser.refuseOpen = true;
    const tab = openTab(browser, acceptAll);
    tab.client.page();
    await browser.clock.advance(300);
    expect(ids(tab.requests)).toHaveLength(1);
    expect(tab.errors.map(({ code }) => code)).toEqual(['storage']);
  });

  it('writes what storage did not take to the log when the page leaves; the next page sends it and clears the log', async () => {
    const browser = createFakeBrowser();
    browser.refuseOpen = true;
    const tab = openTab(browser, () => nothing);
    tab.client.page();
    tab.leave();
    await browser.clock.advance(0);
    browser.refuseOpen = false;
    browser.values.delete('cl_wait');
    const next = openTab(browser, acceptAll);
    await next.client.flush();
    expect(ids(next.requests)).toEqual(ids(tab.requests).slice(0, 1));
    expect(browser.values.get('cl_wal')).toBeUndefined();
  });

  it('keeps what a full disk refuses and stores it when there is room', async () => {
    const browser = createFakeBrowser();
    let down = true;
    const tab = openTab(browser, (request) => (down ? nothing : acceptAll(request)));
    await tab.client.flush();
    browser.refuseWrites = true;
    tab.client.page();
    await browser.clock.advance(300);
    expect(browser.rows.size).toBe(0);
    browser.refuseWrites = false;
    await browser.clock.advance(2_000);
    expect(browser.rows.size).toBe(1);
    down = false;
    await browser.clock.advance(20_000);
    expect(browser.rows.size).toBe(0);
    expect(new Set(ids(tab.requests)).size).toBe(1);
  });
});
