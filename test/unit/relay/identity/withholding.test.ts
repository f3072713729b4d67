import { describe, expect, it } from 'vitest';
import { added, identify, openShop, ordered, track, viewed, type Shop } from './shop.ts';

const attributes = ({ double }: Shop, identifier: string) => double.person(identifier)?.attributes ?? {};
const WITHHELD = [['withheld', expect.stringContaining('the cart was bought since')]];
const started = (at: number, visitor: string, properties: Record<string, unknown>) =>
  track(at, visitor, 'checkout_started', { items: [], currency: 'EUR', ...properties });

describe('an order withholds what led to it', () => {
  it('of a guest whom only the webhook of the order knows: nothing of the bought cart is ever sent', async () => {
    const shop = await openShop();
    await shop.page(viewed(10, 'v1'), added(20, 'v1', 'c1'), started(25, 'v1', { cart_id: 'c1', checkout_id: 'k1' }));
    await shop.server(ordered(30, undefined, '1001', { cart_id: 'c1', email: 'guest@x.co' }));
    await shop.page(added(22, 'v1', 'c1'));
    await shop.settled();
    expect(shop.did('guest@x.co')).toEqual(['product_viewed', 'order_completed']);
    expect(await shop.states('added_to_cart')).toEqual([...WITHHELD, ...WITHHELD]);
    expect(await shop.states('checkout_started')).toEqual(WITHHELD);
    expect(attributes(shop, 'guest@x.co')['open_cart_id'] ?? null).toBeNull();
  });

  it('when the webhook comes first, and what the page reported arrives later', async () => {
    const shop = await openShop();
    await shop.server(ordered(30_001, undefined, '1001', { cart_id: 'c1', email: 'guest@x.co' }));
    await shop.page(viewed(10_000, 'v1'), added(20_000, 'v1', 'c1'));
    await shop.settled();
    expect(shop.did('guest@x.co')).toEqual(['product_viewed', 'order_completed']);
    expect(await shop.states('added_to_cart')).toEqual(WITHHELD);
  });

  it('that were queued or retried while the destination was away', async () => {
    const shop = await openShop();
    await shop.page(identify(10, 'v1', { email: 'a@x.co' }));
    await shop.settled();
    const stop = shop.double.inject({ status: 503 });
    await shop.page(added(20, 'v1', 'c1'));
    await expect.poll(() => shop.log.some(({ code }) => code === 'delivery_failed')).toBe(true);
    await shop.server(ordered(30, undefined, '1001', { cart_id: 'c1', email: 'a@x.co' }));
    stop();
    shop.advance(3_600_000);
    await shop.page(track(40, 'v1', 'thanks_viewed'));
    await shop.settled();
    expect(shop.did('a@x.co')).toEqual(['order_completed', 'thanks_viewed']);
    expect(await shop.states('added_to_cart')).toEqual(WITHHELD);
  });

  it('by its checkout, where it names no cart, whichever came first', async () => {
    for (const webhookFirst of [false, true]) {
      const shop = await openShop();
      const webhook = ordered(30, undefined, '1001', { checkout_id: 'k1', email: 'a@x.co' });
      const visit = [
        identify(5, 'v1', { email: 'a@x.co' }),
        started(25, 'v1', { cart_id: 'c1', checkout_id: 'k1' }),
        added(20, 'v1', 'c1'),
      ];
      const stop = shop.double.inject({ status: 503 });
      if (webhookFirst) await shop.server(webhook);
      await shop.page(...visit);
      await expect.poll(() => shop.log.some(({ code }) => code === 'delivery_failed')).toBe(true);
      if (!webhookFirst) await shop.server(webhook);
      stop();
      shop.advance(3_600_000);
      await shop.page(viewed(40, 'v1'));
      await shop.settled();
      expect(shop.did('a@x.co')).toEqual(['order_completed', 'product_viewed']);
      expect(attributes(shop, 'a@x.co')['open_cart_id'] ?? null).toBeNull();
    }
  });

  it('by the person, where it names neither cart nor checkout, even when the cart is learnt of later', async () => {
    const shop = await openShop();
    await shop.server(ordered(30, undefined, '1001', { email: 'a@x.co' }));
    await shop.page(added(20, 'v1', 'c1'), identify(35, 'v1', { email: 'a@x.co' }));
    await shop.settled();
    expect(shop.did('a@x.co')).toEqual(['order_completed']);
    expect(await shop.states('added_to_cart')).toEqual([['withheld', expect.stringContaining('named no cart')]]);
  });

  it('but not what comes after it: intent after the order opens a new generation of the cart', async () => {
    const shop = await openShop();
    await shop.page(identify(10, 'v1', { email: 'a@x.co' }));
    await shop.server(ordered(30_001, undefined, '1001', { cart_id: 'c1', email: 'a@x.co' }));
    await shop.page(added(40_000, 'v1', 'c1'));
    await shop.settled();
    expect(shop.did('a@x.co')).toEqual(['order_completed', 'added_to_cart']);
    expect(attributes(shop, 'a@x.co')['open_cart_id']).toBe('c1');
  });

  it('but not the renewal of a subscription, which was in no cart', async () => {
    const shop = await openShop();
    await shop.page(identify(10, 'v1', { email: 'a@x.co' }), added(20, 'v1', 'c1'));
    await shop.server(ordered(30, undefined, '1001', { email: 'a@x.co', subscription_id: 's1' }));
    await shop.settled();
    expect(attributes(shop, 'a@x.co')).toMatchObject({ open_cart_id: 'c1', orders_count: 1 });
  });
});

describe('an order', () => {
  const reports = {
    browser: (shop: Shop) => shop.page(ordered(30, 'v1', '1001', { cart_id: 'c1', total: 11 })),
    webhook: (shop: Shop) => shop.server(ordered(31, undefined, '1001', { cart_id: 'c1', email: 'a@x.co' })),
    sdk: (shop: Shop) => shop.server(ordered(32, undefined, '1001', {}, { userId: 'u1' })),
  };
  const orders = [
    ['browser', 'webhook', 'sdk'],
    ['sdk', 'webhook', 'browser'],
    ['webhook', 'browser', 'sdk'],
    ['sdk', 'browser', 'webhook'],
  ] as const;

  it.each(orders)('is delivered once and counted once: %s, then %s, then %s', async (...sequence) => {
    const shop = await openShop();
    await shop.server({ at: 0, type: 'identify', userId: 'u1', traits: { email: 'a@x.co' } });
    await shop.page(identify(10, 'v1', { email: 'a@x.co' }), added(20, 'v1', 'c1'));
    for (const sender of sequence) await reports[sender](shop);
    await shop.settled();
    expect(shop.did('u1').filter((name) => name === 'order_completed')).toHaveLength(1);
    expect(attributes(shop, 'u1')).toMatchObject({ orders_count: 1, lifetime_value: 10, aov: 10 });
    expect(attributes(shop, 'u1')['open_cart_id'] ?? null).toBeNull();
    expect(shop.double.violations()).toEqual([]);
  });

  it("counts with the server's values even where the page is believed, and is delivered once", async () => {
    const shop = await openShop({ orders: 'browser' });
    await shop.page(identify(10, 'v1', { email: 'a@x.co' }), ordered(30, 'v1', '1001', { total: 99 }));
    await shop.settled();
    expect(attributes(shop, 'a@x.co')).toMatchObject({ lifetime_value: 99 });
    await shop.server(ordered(31, undefined, '1001', { email: 'a@x.co', total: 10 }));
    await shop.settled();
    expect(attributes(shop, 'a@x.co')).toMatchObject({ orders_count: 1, lifetime_value: 10 });
    expect(shop.did('a@x.co')).toEqual(['order_completed']);
  });

  it('refunded and cancelled by its id alone, before or after it, ends with the right totals', async () => {
    for (const late of [false, true]) {
      const shop = await openShop();
      const news = [
        track(50, undefined, 'order_refunded', { order_id: '1001', refund_id: 'r1', amount: 4.5, currency: 'EUR' }),
        track(60, undefined, 'order_cancelled', { order_id: '1002' }),
      ];
      const orders = [
        ordered(20, undefined, '1001', { email: 'a@x.co' }),
        ordered(30, undefined, '1002', { email: 'a@x.co' }),
      ];
      await shop.server(...(late ? orders : news));
      await shop.server(...(late ? news : orders));
      await shop.server(...news.map((message) => ({ ...message, at: message.at + 1 })));
      await shop.settled();
      expect(attributes(shop, 'a@x.co')).toMatchObject({ orders_count: 1, lifetime_value: 5.5 });
      const did = shop.did('a@x.co');
      expect(did).toEqual(['order_completed', 'order_completed', 'order_refunded', 'order_cancelled']);
    }
  });

  it('is told after the state that it changed', async () => {
    const shop = await openShop();
    await shop.server(ordered(20, undefined, '1001', { email: 'a@x.co' }));
    await shop.settled();
    const items = shop.double
      .requests()
      .flatMap(({ body }) => (body as { batch?: { action: string; attributes: object }[] } | undefined)?.batch ?? []);
    expect(items.map(({ action }) => action)).toEqual(['identify', 'event']);
    expect(items[0]?.attributes).toMatchObject({ orders_count: 1, lifetime_value: 10 });
  });
});
