import { describe, expect, it } from 'vitest';
import { customerioTrack } from '../../../../src/relay/destinations/customerio-track/customerio-track.ts';
import type { HistoryPolicy } from '../../../../src/relay/destinations/destination.ts';
import { createCustomerioDouble } from '../../../doubles/customerio/index.ts';
import { item, START } from '../store/new-message.ts';
import { openShop, type Said } from './shop.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The shop's clock stands a day after START. */
const OLD = -4 * DAY_MS;
const RECENT = -2 * DAY_MS;
const EXPORTED = new Date(START + 20 * HOUR_MS).toISOString();

const about = (email: string, history: boolean) => ({
  context: { traits: { email }, ...(history && { backfill: true, as_of: EXPORTED }) },
});
const order = (at: number, order_id: string, fields: object = {}, history = true): Said => ({
  at,
  type: 'track',
  event: 'order_completed',
  properties: { order_id, items: [item('p1')], total: 100, currency: 'EUR', ...fields },
  ...about('jane@x.co', history),
});
const refund = (at: number, refund_id: string, amount: number): Said => ({
  at,
  type: 'track',
  event: 'order_refunded',
  properties: { order_id: '1', refund_id, amount, currency: 'EUR' },
});

describe('history', () => {
  it('that is older than 96 hours goes as an event at its own time, marked; what is younger goes as state', async () => {
    const shop = await openShop();
    await shop.server(order(OLD, '1'), order(RECENT, '2'));
    await shop.settled();
    expect(shop.timeline('jane@x.co')).toMatchObject([
      { name: 'order_completed', timestamp: (START + OLD) / 1000, data: { order_id: '1', backfill: true } },
    ]);
    expect(shop.double.person('jane@x.co')?.attributes).toMatchObject({
      orders_count: 2,
      first_order_at: (START + OLD) / 1000,
      last_order_at: (START + RECENT) / 1000,
    });
  });

  it.each([
    ['all', ['1', '2']],
    ['older', ['1']],
    ['state', []],
  ] as const)('with history: "%s" the events are %j', async (history: HistoryPolicy, expected) => {
    const double = createCustomerioDouble({ siteId: 'site', apiKey: 'key', region: 'us' });
    const destination = customerioTrack({
      siteId: 'site',
      apiKey: 'key',
      region: 'us',
      history,
      fetch: (url, init) => double.fetch(new Request(url, init)),
    });
    const shop = await openShop({ destinations: [destination] });
    await shop.server(order(OLD, '1'), order(RECENT, '2'));
    await shop.settled();
    const person = double.person('jane@x.co');
    const events = person?.timeline.filter(({ name }) => name === 'order_completed') ?? [];
    expect(events.map(({ data }) => data['order_id'])).toEqual(expected);
    expect(person?.attributes).toMatchObject({ orders_count: 2 });
  });

  it('that goes as state brings objects and relationships all the same', async () => {
    const double = createCustomerioDouble({ siteId: 'site', apiKey: 'key', region: 'us' });
    const destination = customerioTrack({
      siteId: 'site',
      apiKey: 'key',
      region: 'us',
      objects: { product: { typeId: '1' } },
      fetch: (url, init) => double.fetch(new Request(url, init)),
    });
    const shop = await openShop({ destinations: [destination] });
    await shop.server(order(RECENT, '2'));
    await shop.settled();
    const person = double.person('jane@x.co');
    expect(person?.timeline.filter(({ kind }) => kind === 'event')).toEqual([]);
    expect(person?.relationships).toMatchObject([{ objectId: 'p1', attributes: { times_purchased: 1 } }]);
  });

  it('is refused from a page, by name', async () => {
    const shop = await openShop();
    const { rejected } = await shop.page({ ...order(OLD, '1'), anonymousId: 'v1' });
    expect(rejected).toMatchObject([{ code: 'not_allowed', path: '/context/backfill' }]);
  });

  it.each([
    ['history first', (live: Said, history: Said) => [history, live]],
    ['live first', (live: Said, history: Said) => [live, history]],
  ])('and a live report of the same order are one order: %s', async (_, sequence) => {
    const shop = await openShop();
    for (const said of sequence(order(OLD, '1', {}, false), order(OLD, '1'))) await shop.server(said);
    await shop.settled();
    expect(shop.did('jane@x.co')).toEqual(['order_completed']);
    expect(shop.double.person('jane@x.co')?.attributes).toMatchObject({ orders_count: 1, lifetime_value: 100 });
  });
});

describe('history of the last days', () => {
  it('does not stand in the way of the live report that comes after it, and counts with it once', async () => {
    const shop = await openShop();
    await shop.server(order(RECENT, '2'));
    await shop.settled();
    expect(shop.did('jane@x.co')).toEqual([]);
    await shop.server(order(RECENT, '2', {}, false), order(RECENT, '2', {}, false));
    await shop.settled();
    expect(shop.timeline('jane@x.co')).toMatchObject([{ name: 'order_completed', data: { order_id: '2' } }]);
    expect(shop.timeline('jane@x.co')[0]?.data).not.toHaveProperty('backfill');
    expect(shop.double.person('jane@x.co')?.attributes).toMatchObject({ orders_count: 1, lifetime_value: 100 });
  });

  it('cannot be told again by a page', async () => {
    const shop = await openShop({ orders: 'browser' });
    await shop.server(order(RECENT, '2'));
    await shop.page({ at: RECENT, type: 'identify', anonymousId: 'v1', traits: { email: 'eve@x.co' } });
    const { context: _, ...said } = order(RECENT, '2', {}, false);
    await shop.page({ ...said, anonymousId: 'v1' });
    await shop.settled();
    expect(shop.did('eve@x.co')).toEqual([]);
  });
});

describe('what an export says was refunded', () => {
  const exported = order(OLD, '1', { refunded: 30 });
  /** One before the export, which its total contains, and one after it. */
  const refunds = [refund(OLD + HOUR_MS, 'r1', 30), refund(22 * HOUR_MS, 'r2', 5)];

  it.each([
    ['no refund was reported', [exported], 70],
    ['the refunds came before it', [...refunds, exported], 65],
    ['the refunds came after it', [exported, ...refunds], 65],
    ['the refunds came around it', [refunds[1], exported, refunds[0]], 65],
    ['the order was live, and a refund of it was missed', [order(OLD, '1', {}, false), exported], 70],
    ['two exports say it', [exported, order(OLD, '1', { refunded: 30, order_name: '#1' })], 70],
  ])('counts once: %s', async (_, said, lifetime) => {
    const shop = await openShop();
    await shop.server(order(OLD, '0', { total: 1 }, false)); // makes the person known whatever comes first
    for (const one of said) if (one) await shop.server(one);
    await shop.settled();
    expect(shop.double.person('jane@x.co')?.attributes).toMatchObject({
      orders_count: 2,
      lifetime_value: lifetime + 1,
    });
  });

  it('is believed in history only', async () => {
    const shop = await openShop();
    await shop.server(order(OLD, '1', { refunded: 30 }, false));
    await shop.settled();
    expect(shop.double.person('jane@x.co')?.attributes).toMatchObject({ lifetime_value: 100 });
  });
});

describe('consent on record', () => {
  const recorded = (email_consent: boolean): Said => ({
    at: 20 * HOUR_MS,
    type: 'identify',
    traits: { email: 'jane@x.co', email_consent },
    context: { backfill: true, as_of: EXPORTED },
  });
  const said = (granted: boolean, at: number): Said => ({
    at,
    type: 'identify',
    anonymousId: 'v1',
    traits: { email: 'jane@x.co', consent: { email: granted } },
  });
  const consentOf = async (...steps: readonly (readonly ['page' | 'server', Said])[]): Promise<unknown> => {
    const shop = await openShop();
    for (const [who, message] of steps) await shop[who](message);
    await shop.settled();
    return shop.double.person('jane@x.co')?.attributes['email_consent'];
  };

  it('counts where nothing else is known', async () => {
    expect(await consentOf(['server', recorded(true)])).toBe(true);
    expect(await consentOf(['server', recorded(false)])).toBe(false);
  });

  it('never brings back somebody who has withdrawn, whichever came first', async () => {
    expect(await consentOf(['page', said(false, 0)], ['server', recorded(true)])).toBe(false);
    expect(await consentOf(['server', recorded(true)], ['page', said(false, 0)])).toBe(false);
  });

  it('that was not given is not given by a page later', async () => {
    expect(await consentOf(['server', recorded(false)], ['page', said(true, 21 * HOUR_MS)])).toBe(false);
  });
});
