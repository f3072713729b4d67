import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../../src/client/core/ports.ts';
import {
  acceptAll,
  answer,
  createFakeBrowser,
  nothing,
  openTab,
  type Answering,
  type FakeBrowser,
} from '../../../support/fake-browser.ts';
import { idsOf, reasonsOf } from './sent.ts';

const HOUR_MS = 3_600_000;
const first = (...replies: readonly Reply[]): Answering => {
  const left = [...replies];
  return (request) => left.shift() ?? acceptAll(request);
};
const opened = async (
  answering: Answering,
  random = 1,
): Promise<{ browser: FakeBrowser; tab: ReturnType<typeof openTab> }> => {
  const browser = createFakeBrowser(() => random);
  const tab = openTab(browser, answering);
  await tab.client.flush();
  return { browser, tab };
};

describe('an answer that names nobody', () => {
  it.each<[string, Reply]>([
    ['no network', nothing],
    ['a redirect', { code: 302, text: '' }],
    ['a request timeout', { code: 408, text: '' }],
    ['too early', { code: 425, text: '' }],
    ['too many requests', { code: 429, text: '' }],
    ['a server error', { code: 500, text: 'oops' }],
    ['a bad gateway', { code: 502, text: '<html>' }],
    ['unavailable', { code: 503, text: '' }],
    ['a captive portal', { code: 200, text: '<html>' }],
    ['an empty 200', { code: 200, text: '' }],
    ['a 200 of JSON that is no answer', { code: 200, text: '{"success":true}' }],
    ['a 200 of null', { code: 200, text: 'null' }],
    ['a 200 of a number', { code: 200, text: '7' }],
    ['an answer that names others', answer(['01ARZ3NDEKTSV4RRFFQ69G5FAV'])],
    ['an answer that came with a server error', { ...answer([]), code: 500 }],
  ])('keeps the message and sends it again within 2 s: %s', async (_, reply) => {
    const { browser, tab } = await opened(first(reply));
    tab.client.page();
    await browser.clock.advance(300);
    expect(browser.rows.size).toBe(1);
    await browser.clock.advance(1_990);
    expect(tab.requests).toHaveLength(1);
    await browser.clock.advance(20);
    expect(new Set(idsOf(tab)).size).toBe(1);
    expect([tab.requests.length, browser.rows.size]).toEqual([2, 0]);
    expect([tab.drops, tab.errors]).toEqual([[], []]);
  });

  it('does not forget for its ids what came with another code than 2xx', async () => {
    const { browser, tab } = await opened((request) => ({ ...(acceptAll(request) as Reply), code: 500 }));
    tab.client.page();
    await browser.clock.advance(1_000);
    expect(browser.rows.size).toBe(1);
  });

  it('doubles the wait each time, up to a minute, and begins anew after an answer', async () => {
    const { browser, tab } = await opened(first(...Array<Reply>(8).fill(nothing)));
    tab.client.page();
    await browser.clock.advance(600_000);
    const waits = tab.requests.map(({ at }, i) => Math.round((at - (tab.requests[i - 1]?.at ?? at)) / 1_000)).slice(1);
    expect(waits).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
    tab.requests.length = 0;
    const again = openTab(browser, first(nothing));
    again.client.page();
    await browser.clock.advance(3_000);
    expect(again.requests).toHaveLength(2);
  });

  it('counts failures anew after one answer', async () => {
    const replies = [nothing, nothing, undefined, nothing];
    const { browser, tab } = await opened((request) => replies.shift() ?? acceptAll(request));
    tab.client.page();
    await browser.clock.advance(10_000);
    tab.client.page();
    await browser.clock.advance(300);
    const [failed] = tab.requests.slice(-1);
    await browser.clock.advance(10_000);
    expect(Math.round(((tab.requests.at(-1)?.at ?? 0) - (failed?.at ?? 0)) / 1_000)).toBe(2);
  });

  it('waits up to five minutes on a hidden page', async () => {
    const { browser, tab } = await opened(() => nothing);
    tab.hidden = true;
    tab.client.page();
    await browser.clock.advance(2 * HOUR_MS);
    const last = tab.requests.slice(-2).map(({ at }) => at);
    expect(Math.round(((last[1] ?? 0) - (last[0] ?? 0)) / 1_000)).toBe(300);
  });
});

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    [new Date(Date.UTC(2026, 10, 22, 10, 2)).toUTCString(), 119_000],
    ['86400', HOUR_MS],
  ])('of %s is kept to', async (after, waitMs) => {
    const { browser, tab } = await opened(first({ code: 503, text: '', after }));
    tab.client.page();
    await browser.clock.advance(300);
    await browser.clock.advance(waitMs - 1_000);
    expect(tab.requests).toHaveLength(1);
    await browser.clock.advance(3_000);
    expect(tab.requests).toHaveLength(2);
  });

  it('is kept to by an order, a flush, and a page that is shown again', async () => {
    const { browser, tab } = await opened(first({ code: 429, text: '', after: '60' }));
    tab.client.page();
    await browser.clock.advance(300);
    tab.client.track('order_completed', { order_id: 'o', items: [] });
    tab.wake(false);
    await tab.client.flush();
    await browser.clock.advance(50_000);
    expect(tab.requests).toHaveLength(1);
    await browser.clock.advance(11_000);
    expect(browser.rows.size).toBe(0);
  });

  it('is over for every tab once the relay has answered one', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    await tab.client.flush();
    browser.values.set('cl_wait', `-${browser.clock.now() + 30_000}`);
    tab.client.page();
    await browser.clock.advance(29_000);
    expect(tab.requests).toEqual([]);
    await browser.clock.advance(2_000);
    expect(tab.requests).toHaveLength(1);
    expect(browser.values.has('cl_wait')).toBe(false);
  });

  it.each([
    ['sits out what the relay asked for', '', 0],
    ['does not sit out a backoff of ours', '-', 1],
  ])('a page that opens %s', async (_, sign, requests) => {
    const browser = createFakeBrowser();
    browser.values.set('cl_wait', `${sign}${browser.clock.now() + 30_000}`);
    const tab = openTab(browser, acceptAll);
    tab.client.page();
    await browser.clock.advance(29_000);
    expect(tab.requests).toHaveLength(requests);
    await browser.clock.advance(2_000);
    expect(tab.requests).toHaveLength(1);
  });
});

describe('a body that is refused', () => {
  const refusing =
    (code: number, text: string, isBad: (event: string | undefined) => boolean): Answering =>
    (request) =>
      request.batch.some(({ event }) => isBad(event)) ? { code, text } : acceptAll(request);

  it.each([400, 413, 422])(
    'with %i is halved until the offender stands alone, which goes with our relay’s answer',
    async (code) => {
      const { browser, tab } = await opened(refusing(code, '{"error":{"code":"x"}}', (event) => event === 'poison'));
      for (let i = 0; i < 40; i++) tab.client.track(i % 15 === 7 ? 'poison' : `fine_${i}`, {});
      await browser.clock.advance(2_000);
      expect(browser.rows.size).toBe(0);
      expect(tab.drops.reduce((sum, { messages }) => sum + messages, 0)).toBe(3);
      expect(new Set(reasonsOf(tab).map(([reason]) => reason))).toEqual(new Set(['rejected']));
      expect(browser.buried.size).toBeGreaterThan(0);
      expect(tab.requests.length).toBeLessThan(40);
    },
  );

  it('is sent in full batches again once the offender is gone', async () => {
    const { browser, tab } = await opened(refusing(413, '{"error":{}}', (event) => event === 'poison'));
    for (let i = 0; i < 8; i++) tab.client.track(i === 0 ? 'poison' : 'fine', {});
    await browser.clock.advance(2_000);
    tab.requests.length = 0;
    for (let i = 0; i < 30; i++) tab.client.track('fine', {});
    await browser.clock.advance(300);
    expect(tab.requests.map(({ batch }) => batch.length)).toEqual([30]);
  });

  it.each(['<html>', '', '{"message":"no"}'])(
    'by a stranger (%j) keeps the last one, says so, and asks again after 15 minutes',
    async (text) => {
      const { browser, tab } = await opened(refusing(400, text, () => true));
      tab.client.page();
      tab.client.page();
      await browser.clock.advance(2_000);
      expect(browser.rows.size).toBe(2);
      expect(tab.drops).toEqual([]);
      expect(tab.errors).toEqual([{ code: 'http_400' }]);
      const { length } = tab.requests;
      await browser.clock.advance(890_000);
      expect(tab.requests).toHaveLength(length);
      await browser.clock.advance(20_000);
      expect(tab.requests.length).toBeGreaterThan(length);
    },
  );
});

describe('a relay that refuses us', () => {
  it.each([401, 403, 404])('with %i is asked every 15 minutes, and nothing is lost', async (code) => {
    const { browser, tab } = await opened(first({ code, text: '{"error":{}}' }, { code, text: '' }));
    tab.client.page();
    tab.client.page();
    await browser.clock.advance(890_000);
    expect(tab.requests).toHaveLength(1);
    expect(browser.rows.size).toBe(2);
    await browser.clock.advance(20_000);
    expect(tab.requests).toHaveLength(2);
    await browser.clock.advance(900_000);
    expect([tab.requests.length, browser.rows.size]).toEqual([3, 0]);
    expect(tab.errors).toEqual([{ code: `http_${code}` }]);
    expect(tab.drops).toEqual([]);
  });

  it('is told of once for each code', async () => {
    const { browser, tab } = await opened(
      first({ code: 401, text: '' }, { code: 403, text: '' }, { code: 403, text: '' }),
    );
    tab.client.page();
    await browser.clock.advance(4 * 901_000);
    expect(tab.errors.map(({ code }) => code)).toEqual(['http_401', 'http_403']);
  });

  it('does not wait for 15 minutes when the network comes back, but for its own time', async () => {
    const { browser, tab } = await opened(first({ code: 401, text: '' }));
    tab.client.page();
    await browser.clock.advance(300);
    tab.wake(true);
    await browser.clock.advance(60_000);
    expect(tab.requests).toHaveLength(1);
  });
});

describe('a foreign endpoint', () => {
  it('answers with any 2xx', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, () => ({ code: 204, text: '' }), { ack: 'status' });
    tab.client.page();
    await browser.clock.advance(300);
    expect([browser.rows.size, tab.requests.length]).toEqual([0, 1]);
  });

  it.each([199, 300, 500])('does not answer with %i', async (code) => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, () => ({ code, text: '' }), { ack: 'status' });
    tab.client.page();
    await browser.clock.advance(300);
    expect(browser.rows.size).toBe(1);
  });
});

describe('the answer', () => {
  it('lets a message go that it calls a duplicate', async () => {
    const { browser, tab } = await opened(({ batch }) =>
      answer(
        [],
        [],
        batch.map(({ messageId }) => messageId),
      ),
    );
    tab.client.page();
    await browser.clock.advance(300);
    expect([browser.rows.size, tab.requests.length, tab.drops.length]).toEqual([0, 1, 0]);
  });

  it('sends at once what it did not name only after a wait', async () => {
    const { browser, tab } = await opened(
      first({ ...answer([]), text: '{"accepted":[],"duplicates":[],"rejected":[]}' }),
    );
    tab.client.page();
    await browser.clock.advance(300);
    expect(tab.requests).toHaveLength(1);
    await browser.clock.advance(2_000);
    expect(tab.requests).toHaveLength(2);
  });

  it('refuses by id, whatever its words mention', async () => {
    const { browser, tab } = await opened((request) => {
      const [one, two] = request.batch;
      if (!one || !two) return acceptAll(request);
      const rejected = [
        { messageId: one.messageId, index: 0, code: 'wrong_value', path: '', message: `not after ${two.messageId}` },
      ];
      return { code: 200, text: JSON.stringify({ accepted: [], duplicates: [], rejected }) };
    });
    tab.client.track('a', {});
    tab.client.track('b', {});
    await browser.clock.advance(5_000);
    expect(reasonsOf(tab)).toEqual([['rejected', 1]]);
    expect(browser.rows.size).toBe(0);
  });
});
