import { describe, expect, test } from 'vitest';
import { createRelay } from '../../../../src/relay/create-relay.ts';
import { createSqliteStore } from '../../../../src/relay/store/sqlite/sqlite-store.ts';
import type { StoreStats } from '../../../../src/relay/store/store.ts';
import { definePlan } from '../../../../src/schema.ts';
import { newPath } from '../store/sqlite-files.ts';
import { answerOf, makeRelay, NOW, post, send, SERVER_KEY, track, WRITE_KEY } from './relay-fixture.ts';

const added = { cart_id: 'c1', productId: 'p1', price: '49,00 €', quantity: 1, currency: 'EUR' };

describe('a message in other words', () => {
  test('is accepted under the canonical names', async () => {
    const { relay, store } = makeRelay();
    expect((await send(relay, [track('Product Added', added, { messageId: 'm1' })])).accepted).toEqual(['m1']);
    const item = { product_id: 'p1', price: 49, quantity: 1 };
    expect(store.messages[0]?.message).toMatchObject({
      event: 'added_to_cart',
      properties: { cart_id: 'c1', currency: 'EUR', added: [item], items: [item] },
    });
  });

  test('is a repetition when it comes again, and counts once', async () => {
    const { relay, store } = makeRelay();
    const message = track('Product Added', added, { messageId: 'm1' });
    await send(relay, [message]);
    expect((await send(relay, [message])).duplicates).toEqual(['m1']);
    expect((await store.stats()).drift.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1]);
  });

  test('that cannot be read stands in the quarantine as it came, with what came and what was expected', async () => {
    const { relay, store } = makeRelay();
    const { rejected } = await send(relay, [track('Product Viewed', { productId: 'p1', price: '1.234' })]);
    expect(rejected).toMatchObject([{ code: 'wrong_value', path: '/properties/price' }]);
    expect(rejected[0]?.message).toBe(
      'price needs an amount with one reading; name the form as "money" of its key; it came as "1.234"',
    );
    expect(store.quarantined[0]?.body).toMatchObject({
      event: 'Product Viewed',
      properties: { productId: 'p1', price: '1.234' },
    });
  });

  test("an alias is no way around a public key's limits", async () => {
    const { relay } = makeRelay();
    const messages = ['Refunded', 'Order Canceled', 'Subscription Started'].map((event) => track(event, {}));
    const { rejected } = await send(relay, messages);
    expect(rejected.map(({ code }) => code)).toEqual(['not_allowed', 'not_allowed', 'not_allowed']);
  });

  test("a page's purchase is withheld like its order_completed, where the server is the truth", async () => {
    const { relay, store } = makeRelay();
    await send(relay, [track('purchase', { transaction_id: 'o1', items: [], value: 5, currency: 'EUR' })]);
    expect(store.messages[0]).toMatchObject({ withheld: 'orders come from the server' });
  });

  test('times are told apart', async () => {
    const { relay, store } = makeRelay();
    const times = [
      NOW / 1000,
      NOW,
      String(NOW),
      '2026-11-22T11:00:00+01:00',
      '2026-11-22T10:00:00',
      '2026-11-22T10:00:00Z',
    ];
    await send(
      relay,
      times.map((timestamp, index) => track('quiz_done', {}, { messageId: `m${index}`, timestamp })),
    );
    expect(store.messages.map(({ drift }) => drift?.[0]?.from)).toEqual([
      'timestamp: Unix seconds',
      'timestamp: Unix milliseconds',
      'timestamp: Unix milliseconds',
      'timestamp: ISO 8601 with an offset',
      'timestamp: ISO 8601 without a zone',
      undefined,
    ]);
  });
});

describe("a key's own form of money", () => {
  const keys = [
    { key: WRITE_KEY, kind: 'write' },
    { key: SERVER_KEY, kind: 'server', money: 'minor' },
  ] as const;

  test('holds for what comes with it', async () => {
    const { relay, store } = makeRelay({ keys });
    const viewed = (messageId: string): object =>
      track('product_viewed', { product_id: 'p', price: 4900, currency: 'EUR' }, { messageId });
    await send(relay, [viewed('page')]);
    await send(relay, [viewed('server')], { key: SERVER_KEY });
    expect(store.messages.map(({ message }) => message)).toMatchObject([
      { properties: { price: 4900 } },
      { properties: { price: 49 } },
    ]);
  });
});

describe('a plan of which names were changed', () => {
  const plan = definePlan({
    version: '2',
    renamed: {
      events: { 'Basket Filled': { to: 'added_to_cart', dualSendUntil: '2026-12-01' } },
      properties: { product_viewed: { shade: { to: 'variant', dualSendUntil: '2026-12-01' } } },
    },
  });
  const cart = { cart_id: 'c', items: [], added: [] };

  test('sends the old name beside the new one until the day is there, and answers for the one that came', async () => {
    const { relay, store } = makeRelay({ plan });
    expect(await send(relay, [track('basket_filled', cart, { messageId: 'm1' })])).toEqual({
      accepted: ['m1'],
      duplicates: [],
      rejected: [],
    });
    await send(relay, [track('added_to_cart', cart, { messageId: 'm2' })]);
    expect(
      store.messages.map(({ messageId, message }) => [messageId, message.type === 'track' && message.event]),
    ).toEqual([
      ['m1', 'added_to_cart'],
      ['m1~Basket Filled', 'Basket Filled'],
      ['m2', 'added_to_cart'],
      ['m2~Basket Filled', 'Basket Filled'],
    ]);
    expect((await send(relay, [track('added_to_cart', cart, { messageId: 'm2' })])).duplicates).toEqual(['m2']);
    expect(store.messages).toHaveLength(4);
  });

  test('sends the old property beside the new one', async () => {
    const { relay, store } = makeRelay({ plan });
    await send(relay, [track('product_viewed', { product_id: 'p', shade: 'red' })]);
    expect(store.messages[0]?.message).toMatchObject({ properties: { shade: 'red', variant: 'red' } });
  });

  test('sends the new names alone from that day on', async () => {
    const { relay, store } = makeRelay({ plan, now: () => Date.UTC(2026, 11, 1) });
    await send(relay, [track('Basket Filled', cart), track('product_viewed', { product_id: 'p', shade: 'red' })]);
    expect(store.messages.map(({ message }) => message)).toMatchObject([
      { event: 'added_to_cart' },
      { event: 'product_viewed', properties: { product_id: 'p', variant: 'red' } },
    ]);
    expect(store.messages[1]?.message).not.toHaveProperty('properties.shade');
  });

  test('counts who sends another version', async () => {
    const { relay, store } = makeRelay({ plan });
    await send(relay, [track('quiz_done', {}, { context: { plan: '1' } })]);
    await send(relay, [track('quiz_done', {}, { messageId: 'm2', context: { plan: '2' } })]);
    expect(store.messages.map(({ drift }) => drift)).toEqual([
      [{ kind: 'plan', from: 'version 1', to: 'version 2' }],
      undefined,
    ]);
  });

  test('never doubles an order: the copy has a business key of its own', async () => {
    const renamed = definePlan({
      renamed: { events: { 'Sale Done': { to: 'order_completed', dualSendUntil: '2026-12-01' } } },
    });
    const { relay, store } = makeRelay({ plan: renamed });
    const order = { order_id: '1', items: [] };
    await send(relay, [track('order_completed', order, { messageId: 's1' })], { key: SERVER_KEY });
    await send(relay, [track('Sale Done', order, { messageId: 's2' })], { key: SERVER_KEY });
    expect(store.messages.map(({ businessKey }) => businessKey)).toEqual([
      'order_completed:1',
      'order_completed:1~Sale Done',
    ]);
  });
});

describe('drift', () => {
  const activityKey = 'activity-of-tests';
  const openRelay = (path: string): ReturnType<typeof createRelay> =>
    createRelay({
      ...{ destinations: [], activityKey, orders: 'browser', now: () => NOW },
      store: createSqliteStore({ path }),
      keys: [{ key: WRITE_KEY, kind: 'write', source: 'shop' }],
    });
  const ask = (relay: ReturnType<typeof createRelay>, path: string): Promise<Response> =>
    relay.fetch(new Request(`http://relay.test${path}`, { headers: { authorization: `Bearer ${activityKey}` } }));
  const driftOf = async (relay: ReturnType<typeof createRelay>): Promise<StoreStats['drift']> =>
    ((await (await ask(relay, '/activity/feed.json')).json()) as { stats: StoreStats }).stats.drift;

  test('is counted by source and kind, outlives the relay, and stands on the activity page', async () => {
    const path = newPath();
    const first = openRelay(path);
    for (const messageId of ['m1', 'm2', 'm2'])
      await post(first, { batch: [track('Viewed Cart', { cartId: 'c', items: [] }, { messageId })] });
    await first.stop();
    const second = openRelay(path);
    const answer = await answerOf(
      await post(second, { batch: [track('Viewed Cart', { cart_id: 'c', items: [] }, { messageId: 'm3' })] }),
    );
    expect(answer.accepted).toEqual(['m3']);
    const at = { source: 'shop', lastAt: NOW };
    expect(await driftOf(second)).toEqual(
      expect.arrayContaining([
        { ...at, kind: 'event', from: 'Viewed Cart', to: 'cart_viewed', count: 3 },
        { ...at, kind: 'property', from: 'cartId', to: 'cart_id', count: 2 },
      ]),
    );
    const page = await (await ask(second, '/activity')).text();
    expect(page.replaceAll(/\s+/g, ' ')).toContain(
      '<td>Viewed Cart</td><td>cart_viewed</td><td>event</td><td>shop</td><td>3</td>',
    );
    await second.stop();
  });
});
