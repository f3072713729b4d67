import { describe, expect, test } from 'vitest';
import { createServerTracking, getAnonymousId, type ServerTrackingOptions } from 'cartline/server';
import { openShop, added, type Shop } from '../relay/identity/shop.ts';
import { START } from '../relay/store/new-message.ts';

const items = [{ product_id: 'p1', name: 'Oil', price: 10, quantity: 1, category: 'Face', sku: 'O-1' }];
const order = { order_id: '1001', items, currency: 'EUR', total: 10, cart_id: 'c1' };
const about = { email: 'jane@example.com', at: START + 60_000 };

/** A server of a shop, before a relay in this process. */
const tracking = (shop: Pick<Shop, 'fetch'>, options: Partial<ServerTrackingOptions> = {}) =>
  createServerTracking({
    ...{ relay: 'https://relay.example', serverKey: 'sk', pause: () => Promise.resolve() },
    fetch: (url, init) => shop.fetch(new Request(url, init)),
    ...options,
  });

describe('trackServer', () => {
  test('tells an order of the visitor whose cookie came with the request; told twice it is one', async () => {
    const shop = await openShop();
    await shop.page(added(0, 'a-1', 'c1'));
    const request = new Request('https://shop.example/checkout', { headers: { cookie: 'theme=dark; cl_id=a-1; x=y' } });
    const { trackServer } = tracking(shop);
    const whole = { ...about, anonymousId: getAnonymousId(request) };
    expect(await trackServer('order_completed', order, whole)).toEqual({ status: 'accepted' });
    expect(await trackServer('order_completed', order, whole)).toEqual({ status: 'duplicate' });
    await shop.settled();
    expect(shop.did('jane@example.com')).toEqual(['order_completed']);
    expect(await shop.states('added_to_cart')).toEqual([['withheld', expect.stringContaining('order 1001')]]);
  });

  test('says what the relay refuses, by field', async () => {
    const { trackServer } = tracking(await openShop());
    const { order_id: _, ...without } = order;
    expect(await trackServer('order_completed', without as typeof order, about)).toMatchObject({
      ...{ status: 'rejected', code: 'missing_property', path: '/properties/order_id' },
    });
  });

  test('takes events of the shop’s own plan', async () => {
    expect(await tracking(await openShop()).trackServer('gift_wrapped', { paper: 'blue' }, about)).toEqual({
      status: 'accepted',
    });
  });

  test('tries again while the relay is away, under the same id', async () => {
    const shop = await openShop();
    const bodies: string[] = [];
    const pauses: number[] = [];
    const flaky: typeof fetch = async (url, init) => {
      const { batch } = JSON.parse(init?.body as string) as { batch: { messageId: string }[] };
      bodies.push(batch[0]?.messageId ?? '');
      if (bodies.length === 1) throw new TypeError('fetch failed');
      if (bodies.length === 2) return new Response('{}', { status: 503, headers: { 'retry-after': '1' } });
      return shop.fetch(new Request(url, init));
    };
    const { trackServer } = tracking(shop, { fetch: flaky, pause: (ms) => Promise.resolve(void pauses.push(ms)) });
    expect(await trackServer('gift_wrapped', {}, about)).toEqual({ status: 'accepted' });
    expect([bodies.length, new Set(bodies).size, pauses]).toEqual([3, 1, [500, 1_000]]);
  });

  test('never throws: a relay that stays away, a stranger at its address, a wrong key', async () => {
    const away = tracking({ fetch: () => Promise.reject(new TypeError('fetch failed')) });
    expect(await away.trackServer('gift_wrapped', {}, about)).toEqual({
      ...{ status: 'failed', message: 'the relay could not be reached: fetch failed' },
    });
    const stranger = tracking({ fetch: () => Promise.resolve(new Response('<html>', { status: 200 })) });
    expect(await stranger.trackServer('gift_wrapped', {}, about)).toMatchObject({ status: 'failed' });
    const { trackServer } = tracking(await openShop(), { serverKey: 'wrong' });
    expect(await trackServer('gift_wrapped', {}, about)).toMatchObject({
      ...{ status: 'failed', message: expect.stringContaining('does not know the key') as string },
    });
  });

  test('is refused by name without an address or a key', () => {
    expect(() => createServerTracking({ relay: 'relay.example', serverKey: 'sk' })).toThrow(
      'relay: "relay.example" came',
    );
    expect(() => createServerTracking({ relay: 'https://r.example', serverKey: '' })).toThrow(
      'serverKey: nothing came',
    );
  });
});

test('identifyServer makes a visitor known', async () => {
  const shop = await openShop();
  const { identifyServer } = tracking(shop);
  expect(await identifyServer({ first_name: 'Jane' }, { userId: 'c_42', email: 'jane@example.com' })).toEqual({
    status: 'accepted',
  });
  await shop.settled();
  expect(shop.double.person('jane@example.com')?.attributes).toMatchObject({ first_name: 'Jane' });
});

describe('getAnonymousId', () => {
  test.each([
    [{ cookie: 'cl_id=a-1' }, 'a-1'],
    [{ cookie: 'a=b;cl_id=a-1;c=d' }, 'a-1'],
    [{ cookie: ['a=b', 'cl_id=a-1'] }, 'a-1'],
    [new Headers({ cookie: 'x=1; cl_id=a-1' }), 'a-1'],
    [{ cookie: 'xcl_id=a-1' }, undefined],
    [{ cookie: `cl_id=${'a'.repeat(151)}` }, undefined],
    [{ cookie: 'cl_id=' }, undefined],
    [{}, undefined],
  ])('of %j is %s', (headers, id) => expect(getAnonymousId({ headers })).toBe(id));
});
