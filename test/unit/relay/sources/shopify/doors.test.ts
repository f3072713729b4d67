import { describe, expect, test, vi } from 'vitest';
import { createRelay } from '../../../../../src/relay/create-relay.ts';
import { shopify } from '../../../../../src/relay/sources/shopify/shopify.ts';
import type { Source } from '../../../../../src/relay/sources/source.ts';
import { createSqliteStore } from '../../../../../src/relay/store/sqlite/sqlite-store.ts';
import { newPath, openSqlite } from '../../store/sqlite-files.ts';
import { START } from '../../store/new-message.ts';
import { ACTIVITY_KEY, mappedAll, openSourcedShop, SECRET, shopifyOrder, shopifyRequest } from '../delivering.ts';

const GUEST = 'guest@shop.example';
const order = shopifyOrder(1001, START);

describe('a delivery that is not genuine', () => {
  const forgeries: readonly (readonly [string, Parameters<typeof shopifyRequest>])[] = [
    ['signed with another secret', ['orders/create', order, { secret: 'guessed-secret' }]],
    [
      'changed on its way',
      ['orders/create', order, { sent: JSON.stringify({ ...order, email: 'evil@shop.example' }) }],
    ],
    ['cut off on its way', ['orders/create', order, { sent: JSON.stringify(order).slice(0, 100) }]],
    ['empty', ['orders/create', order, { sent: '' }]],
  ];

  test.each(forgeries)('%s: 401, a line in the log, and nothing of it is kept', async (_, request) => {
    const shop = await openSourcedShop();
    const response = await shop.fetch(shopifyRequest(request[0], request[1], { ...request[2], id: 'forged' }));
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      error: {
        code: 'not_genuine',
        message:
          'the signature is wrong (X-Shopify-Hmac-Sha256); compare the secret of the source "shopify" with the platform\'s. Nothing was kept.',
      },
    });
    expect(await shop.store.deliveries?.find('shopify', 'forged')).toBeUndefined();
    expect(shop.log).toContainEqual({
      ...{ code: 'delivery_refused', source: 'shopify', status: 401 },
      reason: 'the signature is wrong (X-Shopify-Hmac-Sha256)',
    });
    expect((await shop.sources())[0]).toMatchObject({ refused: 1, states: {}, path: '/sources/shopify' });
  });

  test('without a signature', async () => {
    const shop = await openSourcedShop();
    const response = await shop.fetch(
      new Request('https://shop.example/sources/shopify', { method: 'POST', body: JSON.stringify(order) }),
    );
    expect(response.status).toBe(401);
    expect((await shop.sources())[0]?.refusedFor).toBe('the signature is missing (X-Shopify-Hmac-Sha256)');
  });

  test('of another shop', async () => {
    const shop = await openSourcedShop({ sources: [shopify({ secret: SECRET, shop: 'name.myshopify.com' })] });
    expect((await shop.deliver('orders/create', order, { domain: 'other.myshopify.com' })).status).toBe(401);
    expect((await shop.deliver('orders/create', order, { domain: 'Name.myshopify.com' })).status).toBe(200);
  });

  test('at an address that nobody has', async () => {
    const shop = await openSourcedShop();
    const response = await shop.fetch(
      new Request('https://shop.example/sources/spotify', { method: 'POST', body: '{}' }),
    );
    expect([response.status, await response.json()]).toEqual([
      404,
      { error: { code: 'unknown_source', message: 'there is no such source; there are: /sources/shopify' } },
    ]);
    const got = await shop.fetch(new Request('https://shop.example/sources/shopify'));
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
  });

  test('larger than any order', async () => {
    const shop = await openSourcedShop();
    expect((await shop.deliver('orders/create', { ...order, note: 'x'.repeat(5_000_000) })).status).toBe(413);
  });
});

describe('a delivery that is genuine', () => {
  test('may be signed with the old or the new secret while they are exchanged', async () => {
    const shop = await openSourcedShop({ sources: [shopify({ secret: ['old-secret-1', 'new-secret-2'] })] });
    const statuses = ['old-secret-1', 'new-secret-2', 'older-secret-0'].map(
      async (secret) => (await shop.deliver('orders/create', order, { secret })).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 200, 401]);
  });

  test('may spell its headers as Shopify’s Events do', async () => {
    const shop = await openSourcedShop();
    expect((await shop.deliver('orders/create', order, { prefix: '' })).status).toBe(200);
    await shop.done();
    expect(shop.did(GUEST)).toEqual(['order_completed']);
  });

  test('is answered before anything is made of it', async () => {
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    const real = shopify({ secret: SECRET });
    const slow: Source = { ...real, toMessages: (delivery) => gate.then(() => real.toMessages(delivery)) };
    const shop = await openSourcedShop({ sources: [slow] });
    expect((await shop.deliver('orders/create', order, { id: 'w' })).status).toBe(200);
    expect(await shop.store.deliveries?.find('shopify', 'w')).toMatchObject({ topic: 'orders/create' });
    expect(shop.double.persons()).toEqual([]);
    go();
    await shop.done();
    expect(shop.did(GUEST)).toEqual(['order_completed']);
  });

  test('is not answered with 200 when the disk is full, and is taken when it comes again', async () => {
    const shop = await openSourcedShop();
    const full = vi.spyOn(shop.store.deliveries!, 'keep').mockRejectedValueOnce(new Error('disk full'));
    const response = await shop.deliver('orders/create', order, { id: 'w' });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    full.mockRestore();
    expect((await shop.deliver('orders/create', order, { id: 'w' })).status).toBe(200);
    await shop.done();
    expect(shop.did(GUEST)).toEqual(['order_completed']);
  });

  test('is mapped by the next relay when this one died before it', async () => {
    const path = newPath();
    const store = await openSqlite(path);
    const kept = { source: 'shopify', deliveryId: 'w', topic: 'orders/create', receivedAt: START };
    await store.deliveries?.keep({ ...kept, body: JSON.stringify(order) });
    await store.close();
    const relay = createRelay({
      ...{ store: createSqliteStore({ path }), destinations: [], keys: [{ key: 'wk', kind: 'write' }] },
      ...{ sources: [shopify({ secret: SECRET })], activityKey: ACTIVITY_KEY },
    });
    await relay.start();
    await mappedAll(relay);
    const headers = { authorization: `Bearer ${ACTIVITY_KEY}` };
    const feed = await relay.fetch(new Request('https://shop.example/activity/feed.json', { headers }));
    expect(((await feed.json()) as { entries: unknown[] }).entries).toMatchObject([{ event: 'order_completed' }]);
    await relay.stop();
  });
});

describe('a delivery that cannot be understood', () => {
  const replay = (shop: { fetch: (request: Request) => Promise<Response> }): Promise<Response> =>
    shop.fetch(
      new Request('https://shop.example/activity/replay', {
        method: 'POST',
        headers: { authorization: `Bearer ${ACTIVITY_KEY}`, 'content-type': 'application/json' },
        body: JSON.stringify({ what: 'quarantine' }),
      }),
    );

  test('because it is no JSON: kept, and shown with the reason', async () => {
    const shop = await openSourcedShop();
    expect((await shop.deliver('orders/create', JSON.stringify(order).slice(0, -20), { id: 'w' })).status).toBe(200);
    await shop.done();
    const reason = 'the body: a JSON object was expected; something else came';
    expect((await shop.sources())[0]).toMatchObject({ states: { failed: 1 }, noted: [{ state: 'failed', reason }] });
    expect((await shop.feed())[0]).toMatchObject({
      ...{ kind: 'quarantined', source: 'shopify', type: 'delivery', rejection: { reason } },
    });
    expect(shop.log).toContainEqual(expect.objectContaining({ code: 'delivery_failed', reason }));
  });

  test('by today’s mapping is mapped by tomorrow’s, once somebody replays it', async () => {
    const real = shopify({ secret: SECRET });
    let isMended = false;
    const broken: Source = {
      ...real,
      toMessages: (delivery) => {
        if (isMended) return real.toMessages(delivery);
        throw new Error('line_items is a map today');
      },
    };
    const shop = await openSourcedShop({ sources: [broken] });
    await shop.deliver('orders/create', order, { id: 'w' });
    await shop.done();
    expect((await shop.sources())[0]?.noted[0]?.reason).toBe(
      'the mapping of orders/create failed: line_items is a map today',
    );
    expect(await (await replay(shop)).json()).toMatchObject({ replayed: 0, refused: [{ messageId: 'w' }] });
    isMended = true;
    expect(await (await replay(shop)).json()).toEqual({ replayed: 1, refused: [] });
    await shop.done();
    expect(shop.did(GUEST)).toEqual(['order_completed']);
    expect((await shop.sources())[0]?.states).toEqual({ done: 1 });
    expect((await shop.feed()).filter(({ kind }) => kind === 'quarantined')).toEqual([]);
  });

  test('because the plan refuses its message: the message is replayed from the quarantine', async () => {
    const shop = await openSourcedShop();
    await shop.deliver('customers/update', { id: 7, updated_at: '2026-11-22T10:00:00Z', email: 'x'.repeat(40_000) });
    await shop.done();
    expect((await shop.feed())[0]).toMatchObject({ kind: 'quarantined', rejection: { code: 'too_large' } });
    expect(await (await replay(shop)).json()).toMatchObject({
      replayed: 0,
      refused: [{ messageId: expect.any(String) as string }],
    });
  });
});

test('a request to be forgotten is kept and shown until somebody acts on it', async () => {
  const shop = await openSourcedShop();
  const body = { shop_id: 1, customer: { id: 7, email: GUEST }, orders_to_redact: [1001] };
  expect((await shop.deliver('customers/redact', body)).status).toBe(200);
  await shop.done();
  expect((await shop.sources())[0]).toMatchObject({
    states: { privacy: 1 },
    noted: [{ topic: 'customers/redact', state: 'privacy', reason: 'erase_person: waits for the shop' }],
  });
});

test('secrets that are too short or missing are refused by name, and not shown', () => {
  expect(() => shopify({ secret: '' })).toThrow(
    "shopify: secret: a text of fewer than 8 characters came; expected the platform's own signing secret, or a list of the old and the new one while they are exchanged",
  );
  expect(() => shopify({ secret: [] })).toThrow('shopify: secret: nothing came');
});
