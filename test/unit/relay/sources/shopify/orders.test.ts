import { describe, expect, test } from 'vitest';
import { added, identify, ordered, track, viewed } from '../../identity/shop.ts';
import { item, START } from '../../store/new-message.ts';
import { openSourcedShop, shopifyOrder, type SourcedShop } from '../delivering.ts';

const MINUTE = 60_000;
const GUEST = 'guest@shop.example';

/** A visitor who looked, filled a cart and began to check out; nobody knows who it is. */
const browse = (shop: SourcedShop, anonymousId = 'a-1', cart = 'c1'): Promise<unknown> =>
  shop.page(
    viewed(0, anonymousId),
    added(MINUTE, anonymousId, cart),
    track(2 * MINUTE, anonymousId, 'checkout_started', { cart_id: cart, items: [item('p1')], currency: 'EUR' }),
  );

const order = (more: Record<string, unknown> = {}, id = 1001): Record<string, unknown> =>
  shopifyOrder(id, START + 3 * MINUTE, more);

const completed = (shop: SourcedShop, email = GUEST): number =>
  shop.did(email).filter((name) => name === 'order_completed').length;

describe('an order that only a webhook tells', () => {
  test('makes the guest known, closes the cart before anything is released, and is told once', async () => {
    const shop = await openSourcedShop();
    await browse(shop);
    expect((await shop.deliver('orders/create', order())).status).toBe(200);
    await shop.done();
    expect(shop.did(GUEST)).toEqual(['product_viewed', 'order_completed']);
    expect(await shop.states('added_to_cart')).toEqual([['withheld', expect.stringContaining('order 1001')]]);
    expect(await shop.states('checkout_started')).toEqual([['withheld', expect.stringContaining('order 1001')]]);
    expect(shop.double.person(GUEST)?.attributes).toMatchObject({
      orders_count: 1,
      lifetime_value: 10,
      last_cart_id: 'c1',
    });
  });

  test('an hour late: the events that came meanwhile are released, those of the bought cart are withheld', async () => {
    const shop = await openSourcedShop();
    await browse(shop);
    await shop.page(added(30 * MINUTE, 'a-1', 'c2'));
    await shop.deliver('orders/create', order());
    await shop.page(added(2.5 * MINUTE, 'a-1', 'c1')); // from an outbox that was offline
    await shop.done();
    expect(shop.did(GUEST)).toEqual(['product_viewed', 'order_completed', 'added_to_cart']);
    expect((await shop.states('added_to_cart')).map(([state]) => state)).toEqual(['withheld', 'delivered', 'withheld']);
    expect(shop.double.person(GUEST)?.attributes).toMatchObject({ open_cart_id: 'c2' });
  });

  test('a renewal closes no cart', async () => {
    const shop = await openSourcedShop();
    await shop.page(identify(0, 'a-1', { email: GUEST }), added(MINUTE, 'a-1', 'c1'));
    await shop.deliver('orders/create', order({ source_name: 'subscription_contract', cart_token: null }));
    await shop.done();
    expect(shop.did(GUEST)).toEqual(['added_to_cart', 'order_completed']);
    expect(shop.double.person(GUEST)?.attributes).toMatchObject({ open_cart_id: 'c1', orders_count: 1 });
  });

  test('a sale at a till without a name waits; the report that names its buyer tells it, once', async () => {
    const shop = await openSourcedShop();
    const till = order({ source_name: 'pos', email: null, cart_token: null });
    await shop.deliver('orders/create', till);
    await shop.done();
    expect(shop.double.persons()).toEqual([]);
    await shop.deliver('orders/updated', { ...till, email: GUEST });
    await shop.deliver('orders/paid', { ...till, email: GUEST });
    await shop.done();
    expect(shop.did(GUEST)).toEqual(['order_completed']);
    expect(shop.double.person(GUEST)?.attributes).toMatchObject({ orders_count: 1, lifetime_value: 10 });
  });
});

test('an order of hundreds of lines fits into a message: what counts of each, and a mark where some are left out', async () => {
  const shop = await openSourcedShop();
  const line = (i: number): object => ({
    id: i,
    product_id: 9_000_000_000_000 + i,
    variant_id: 8_000_000_000_000 + i,
    title: 'x'.repeat(200),
    quantity: 1,
    price: '1.00',
  });
  const many = Array.from({ length: 400 }, (_, i) => line(i));
  await shop.deliver('orders/create', order({ line_items: many }));
  await shop.done();
  const [entry] = shop.timeline(GUEST);
  expect(entry?.data).toMatchObject({ items_partial: true, items_count: 400, total: 10 });
  expect((entry?.data['items'] as unknown[]).length).toBe(250);
});

describe('one order is one order_completed', () => {
  test('by create, paid, updated and their repetitions, all at once', async () => {
    const shop = await openSourcedShop();
    const topics = ['orders/create', 'orders/paid', 'orders/updated'];
    const all = Array.from({ length: 30 }, (_, i) =>
      shop.deliver(topics[i % 3]!, order({ updated_at: `2026-11-22T10:00:${10 + i}Z` })),
    );
    expect((await Promise.all(all)).every(({ status }) => status === 200)).toBe(true);
    await shop.done();
    expect(completed(shop)).toBe(1);
    expect(shop.double.person(GUEST)?.attributes).toMatchObject({ orders_count: 1, lifetime_value: 10 });
    expect((await shop.store.stats()).conflicts).toBe(0);
  });

  test('by a delivery that is replayed, under its own id or another', async () => {
    const shop = await openSourcedShop();
    await shop.deliver('orders/create', order(), { id: 'same' });
    await shop.deliver('orders/create', order(), { id: 'same' });
    await shop.deliver('orders/create', order(), { id: 'other' });
    await shop.done();
    expect(completed(shop)).toBe(1);
    expect((await shop.sources())[0]?.states).toEqual({ done: 2 });
  });

  test('by the page first and the webhook second; the webhook’s values count', async () => {
    const shop = await openSourcedShop();
    await browse(shop);
    await shop.page(
      identify(3 * MINUTE, 'a-1', { email: GUEST }),
      ordered(3 * MINUTE, 'a-1', '1001', { cart_id: 'c1', total: 9_999 }),
    );
    await shop.settled();
    expect(completed(shop)).toBe(0);
    await shop.deliver('orders/create', order());
    await shop.done();
    expect(completed(shop)).toBe(1);
    expect(shop.double.person(GUEST)?.attributes).toMatchObject({ orders_count: 1, lifetime_value: 10 });
  });

  test('counts when it is paid, where the shop says so', async () => {
    const { shopify } = await import('../../../../../src/relay/sources/shopify/shopify.ts');
    const shop = await openSourcedShop({
      sources: [shopify({ secret: 'shopify-signing-secret', completedBy: 'paid' })],
    });
    await shop.deliver('orders/create', order({ financial_status: 'pending' }));
    await shop.done();
    expect(shop.double.persons()).toEqual([]);
    expect((await shop.sources())[0]?.noted[0]).toMatchObject({
      state: 'ignored',
      reason: 'the order waits for payment (pending)',
    });
    await shop.deliver('orders/paid', order());
    await shop.done();
    expect(completed(shop)).toBe(1);
  });
});

describe('what comes in another order', () => {
  const refund = {
    id: 7,
    order_id: 1001,
    created_at: new Date(START + 9 * MINUTE).toISOString(),
    transactions: [{ kind: 'refund', status: 'success', amount: '4.00', currency: 'EUR' }],
  };

  test('a refund before its order finds its person when the order comes', async () => {
    const shop = await openSourcedShop();
    await shop.deliver('refunds/create', refund);
    await shop.done();
    expect(shop.double.persons()).toEqual([]);
    await shop.deliver('orders/create', order());
    await shop.done();
    expect([...shop.did(GUEST)].sort()).toEqual(['order_completed', 'order_refunded']);
    expect(shop.double.person(GUEST)?.attributes).toMatchObject({ orders_count: 1, lifetime_value: 6 });
  });

  test('two refunds of one order are two, each told once', async () => {
    const shop = await openSourcedShop();
    await shop.deliver('orders/create', order());
    for (const id of [7, 8, 7]) await shop.deliver('refunds/create', { ...refund, id });
    await shop.done();
    expect(shop.did(GUEST)).toEqual(['order_completed', 'order_refunded', 'order_refunded']);
    expect(shop.double.person(GUEST)?.attributes).toMatchObject({ lifetime_value: 2 });
  });

  test('a cancellation before its order: the order counts in no total', async () => {
    const shop = await openSourcedShop();
    const at = new Date(START + 9 * MINUTE).toISOString();
    await shop.deliver('orders/cancelled', order({ cancelled_at: at, cancel_reason: 'fraud' }));
    await shop.deliver('orders/create', order());
    await shop.done();
    expect(shop.did(GUEST)).toEqual(['order_completed', 'order_cancelled']);
    expect(shop.double.person(GUEST)?.attributes).toMatchObject({ orders_count: 0, lifetime_value: 0 });
  });
});

describe('the join of an order', () => {
  const methodOf = async (more: Record<string, unknown>, prepare: (shop: SourcedShop) => Promise<unknown>) => {
    const shop = await openSourcedShop();
    await prepare(shop);
    await shop.settled();
    await shop.deliver('orders/create', order(more));
    await shop.done();
    return (await shop.sources())[0]?.joins;
  };
  const stamp = [{ name: 'cartline_id', value: 'a-1' }];
  const both = { checkout_token: 'k1', cart_token: 'c1', note_attributes: stamp };
  const checkout = (shop: SourcedShop): Promise<unknown> =>
    shop.page(
      track(0, 'a-9', 'checkout_started', { cart_id: 'c7', checkout_id: 'k1', items: [item('p1')], currency: 'EUR' }),
    );

  test('is by the attribute, before all else', async () => {
    expect(await methodOf(both, (shop) => browse(shop))).toEqual({ attribute: 1 });
  });
  test('is by the checkout, where the page has told of it', async () => {
    expect(await methodOf({ ...both, note_attributes: [] }, checkout)).toEqual({ checkout: 1 });
  });
  test('is by the cart', async () => {
    expect(await methodOf({ cart_token: 'c1?key=secret' }, (shop) => browse(shop, 'a-2'))).toEqual({ cart: 1 });
  });
  test('is by the customer, whom an earlier delivery has told of', async () => {
    const customer = { id: 7, email: GUEST, updated_at: new Date(START).toISOString() };
    const known = async (shop: SourcedShop): Promise<unknown> => {
      await shop.deliver('customers/create', customer);
      return shop.done();
    };
    expect(await methodOf({ cart_token: null, customer: { id: 7 } }, known)).toEqual({ customer: 1 });
  });
  test('is by the email', async () => {
    const known = (shop: SourcedShop): Promise<unknown> => shop.page(identify(0, 'a-3', { email: GUEST }));
    expect(await methodOf({ cart_token: null }, known)).toEqual({ email: 1 });
  });
  test('is by nothing, for a stranger', async () => {
    expect(await methodOf({ cart_token: null }, () => Promise.resolve())).toEqual({ none: 1 });
  });
  test('by the attribute releases what that visitor did', async () => {
    const shop = await openSourcedShop();
    await shop.page(viewed(0, 'a-1'));
    await shop.deliver('orders/create', order({ cart_token: null, note_attributes: stamp }));
    await shop.done();
    expect(shop.did(GUEST)).toEqual(['product_viewed', 'order_completed']);
  });
});
