import { describe, expect, it } from 'vitest';
import { ulidTime } from '../../../../src/client/core/ulid.ts';
import {
  acceptAll,
  createFakeBrowser,
  nothing,
  openTab,
  type FakeBrowser,
  type FakeTab,
} from '../../../support/fake-browser.ts';
import { namesOf, reasonsOf } from './sent.ts';

const deaf = (): typeof nothing => nothing;
const order = (tab: FakeTab): void => tab.client.track('order_completed', { order_id: 'o', items: [] });
const bodies = ({ rows }: FakeBrowser): string[] => [...rows.values()].map(({ body }) => body);
const weight = (browser: FakeBrowser): number =>
  bodies(browser).reduce((sum, { length }) => sum + Math.max(length, 500), 0);

describe('when storage refuses a write', () => {
  const full = async (fill: (tab: FakeTab) => void): Promise<{ browser: FakeBrowser; tab: FakeTab }> => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, deaf);
    await tab.client.flush();
    fill(tab);
    await browser.clock.advance(0);
    browser.refuseWrites = true;
    return { browser, tab };
  };

  it('a page view waits in memory and makes nothing go', async () => {
    const { browser, tab } = await full(({ client }) => client.page());
    tab.client.page();
    await browser.clock.advance(100);
    expect(browser.rows.size).toBe(1);
    expect(tab.drops).toEqual([]);
    expect(tab.errors.map(({ code }) => code)).toEqual(['storage']);
  });

  it.each([
    ['an order', order],
    ['an identify', (tab: FakeTab) => tab.client.identify({ email: 'a@b.example' })],
    ['a withdrawal', (tab: FakeTab) => tab.client.consent({ email: false })],
  ])('for %s the oldest page views go, down to three quarters', async (_, act) => {
    const { browser, tab } = await full(({ client }) => {
      for (let i = 0; i < 4; i++) client.track(`event_${i}`, {});
      for (let i = 0; i < 8; i++) client.page({ title: `page ${i}` });
    });
    act(tab);
    await browser.clock.advance(0);
    expect(new Set(tab.drops.map(({ reason }) => reason))).toEqual(new Set(['no_room']));
    const left = bodies(browser).join();
    expect(left).not.toContain('page 0');
    expect(left).toContain('page 7');
    expect(left).toContain('event_0');
  });

  it('events go where there are no page views, and a withdrawal never goes', async () => {
    const { browser, tab } = await full(({ client }) => {
      client.consent({ email: false });
      for (let i = 0; i < 8; i++) client.track(`event_${i}`, {});
    });
    order(tab);
    await browser.clock.advance(0);
    expect(bodies(browser).join()).toContain('consent_changed');
    expect(bodies(browser).join()).not.toContain('event_0');
    expect(new Set(tab.drops.map(({ reason }) => reason))).toEqual(new Set(['no_room']));
  });

  it('withdrawals do not make way for each other', async () => {
    const { browser, tab } = await full(({ client }) => {
      for (let i = 0; i < 8; i++) client.consent({ email: false });
    });
    tab.client.consent({ sms: false });
    await browser.clock.advance(0);
    expect(browser.rows.size).toBe(8);
    expect(tab.drops).toEqual([]);
  });

  it('room is made again when it is refused again', async () => {
    const { browser, tab } = await full(({ client }) => {
      for (let i = 0; i < 16; i++) client.page();
    });
    order(tab);
    await browser.clock.advance(0);
    const { size } = browser.rows;
    order(tab);
    await browser.clock.advance(0);
    expect(size).toBeLessThan(16);
    expect(browser.rows.size).toBeLessThan(size);
  });

  it('an order is sent from memory where there is nothing to make room with', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, acceptAll);
    await tab.client.flush();
    browser.refuseWrites = true;
    order(tab);
    await browser.clock.advance(10_000);
    expect(namesOf(tab)).toEqual(['order_completed']);
    expect(tab.drops).toEqual([]);
  });

  it('what has to go is counted once, however many orders ask for room at the same time', async () => {
    const { browser, tab } = await full(({ client }) => {
      for (let i = 0; i < 40; i++) client.page();
    });
    for (let i = 0; i < 10; i++) order(tab);
    await browser.clock.advance(0);
    expect(browser.rows.size + tab.drops.reduce((sum, { messages }) => sum + messages, 0)).toBe(40);
  });

  it('says so once, and stores what waits as soon as there is room', async () => {
    const { browser, tab } = await full(() => undefined);
    tab.client.page();
    tab.client.page();
    await browser.clock.advance(400);
    expect(browser.rows.size).toBe(0);
    browser.refuseWrites = false;
    await browser.clock.advance(30_000);
    expect(browser.rows.size).toBe(2);
    expect(tab.errors).toHaveLength(1);
    expect(tab.errors[0]?.detail).toBeInstanceOf(Error);
  });
});

describe('the bounds of the outbox', () => {
  it('are 5 MB: page views go first, orders last, each oldest first', async () => {
    const browser = createFakeBrowser();
    const tab = openTab(browser, deaf);
    await tab.client.flush();
    order(tab);
    tab.client.page({ title: 'first' });
    for (let i = 0; i < 520; i++) tab.client.track('x', { i, text: 'y'.repeat(12_000) });
    tab.client.page({ title: 'last' });
    await browser.clock.advance(600_000);
    expect(weight(browser)).toBeLessThanOrEqual(5_000_000);
    expect(weight(browser)).toBeGreaterThan(4_900_000);
    const left = bodies(browser).join();
    expect(left).toContain('order_completed');
    expect(left).not.toContain('"title":"first"');
    expect(left).not.toContain('"i":0,');
    expect(left).toContain('"i":519,');
    const dropped = tab.drops.reduce((sum, { messages }) => sum + messages, 0);
    expect(browser.rows.size + dropped).toBe(523);
  });

  it('are 10,000 rows, however small', async () => {
    const browser = createFakeBrowser();
    const idOf = (i: number): string => ulidTime(browser.clock.now()) + String(i).padStart(16, '0');
    for (let i = 0; i < 10_040; i++) {
      browser.rows.set(idOf(i), { id: idOf(i), body: `{"messageId":"${idOf(i)}"}`, rank: i < 20 ? 2 : 0 });
    }
    const tab = openTab(browser, deaf);
    await tab.client.flush();
    expect(browser.rows.size).toBe(10_000);
    expect(reasonsOf(tab)).toEqual([['no_room', 40]]);
    const kept = [...browser.rows.keys()].sort();
    expect([kept[19], kept[20]]).toEqual([idOf(19), idOf(60)]);
  });
});
