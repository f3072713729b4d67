import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bigcommerce } from '../../../../src/relay/sources/bigcommerce/bigcommerce.ts';
import { customerioReporting } from '../../../../src/relay/sources/customerio/customerio.ts';
import { customerioExamples } from '../../../../src/relay/sources/customerio/examples.ts';
import { recharge } from '../../../../src/relay/sources/recharge/recharge.ts';
import { chargeExamples } from '../../../../src/relay/sources/recharge/examples-charges.ts';
import { rechargeExamples } from '../../../../src/relay/sources/recharge/examples.ts';
import { shopify } from '../../../../src/relay/sources/shopify/shopify.ts';
import { skio } from '../../../../src/relay/sources/skio/skio.ts';
import { woocommerce } from '../../../../src/relay/sources/woocommerce/woocommerce.ts';
import { woocommerceExamples } from '../../../../src/relay/sources/woocommerce/examples.ts';
import { added, identify, viewed } from '../identity/shop.ts';
import { START } from '../store/new-message.ts';
import { openSourcedShop, SECRET, shopifyOrder, type SourcedShop } from './delivering.ts';

const secret = 'a-secret-text';
const JANE = 'jane@example.com';

const hmac = (text: string, encoding: 'hex' | 'base64'): string =>
  createHmac('sha256', secret).update(text).digest(encoding);

const post = async (
  shop: SourcedShop,
  path: string,
  body: object,
  headersOf: (text: string) => object,
): Promise<number> => {
  const text = JSON.stringify(body);
  const headers = headersOf(text) as Record<string, string>;
  return (await shop.fetch(new Request(`https://shop.example${path}`, { method: 'POST', body: text, headers }))).status;
};

describe('WooCommerce', () => {
  const order = (more: object = {}): object => ({
    ...woocommerceExamples[0]!.in,
    date_created_gmt: new Date(START + 60_000).toISOString().slice(0, 19),
    date_modified_gmt: new Date(START + 120_000).toISOString().slice(0, 19),
    meta_data: [
      { key: '_cartline_id', value: 'a-1' },
      { key: '_cartline_cart_id', value: 'c1' },
    ],
    ...more,
  });
  let count = 0;
  const deliver = (shop: SourcedShop, topic: string, body: object): Promise<number> =>
    post(shop, '/sources/woocommerce', body, (text) => ({
      'x-wc-webhook-topic': topic,
      'x-wc-webhook-delivery-id': `d-${(count += 1)}`,
      'x-wc-webhook-signature': hmac(text, 'base64'),
    }));

  test('one order of a guest by many deliveries, its cart closed, its refund told once', async () => {
    const shop = await openSourcedShop({ sources: [woocommerce({ secret })] });
    await shop.page(viewed(0, 'a-1'), added(1_000, 'a-1', 'c1'));
    expect(await deliver(shop, 'order.created', order({ status: 'pending' }))).toBe(200);
    const refunds = [{ id: 730, total: '-3.90' }];
    const all = [order(), order({ status: 'completed' }), order({ refunds }), order({ refunds, status: 'completed' })];
    await Promise.all(all.map((body) => deliver(shop, 'order.updated', body)));
    await shop.done();
    expect(shop.did(JANE)).toEqual(['product_viewed', 'order_completed', 'order_refunded']);
    expect(shop.double.person(JANE)?.attributes).toMatchObject({
      orders_count: 1,
      lifetime_value: 50,
      last_cart_id: 'c1',
    });
    expect(await shop.states('added_to_cart')).toEqual([['withheld', expect.stringContaining('order 727')]]);
    expect((await shop.sources())[0]).toMatchObject({ states: { ignored: 1, done: 4 }, joins: { attribute: 4 } });
  });

  test('its ping when a webhook is saved is answered, and kept nowhere', async () => {
    const shop = await openSourcedShop({ sources: [woocommerce({ secret })] });
    const ping = new Request('https://shop.example/sources/woocommerce', { method: 'POST', body: 'webhook_id=12' });
    expect((await shop.fetch(ping)).status).toBe(200);
    expect((await shop.sources())[0]).toMatchObject({ states: {}, refused: 0 });
  });
});

describe('Recharge beside Shopify', () => {
  const deliver = (shop: SourcedShop, topic: string, body: object): Promise<number> => {
    const time = Math.floor((START + 86_400_000) / 1000); // of the shop's clock
    return post(shop, `/sources/recharge/${topic}`, body, (text) => ({
      'x-recharge-webhook-signature': `t=${time},v1=${hmac(`${time}.${text}`, 'hex')}`,
    }));
  };

  test('a renewal is a renewal and one order; the open cart stays open', async () => {
    const shop = await openSourcedShop({
      sources: [shopify({ secret: SECRET }), recharge({ secret })],
      now: () => START + 86_400_000,
    });
    await shop.page(identify(0, 'a-1', { email: JANE }), added(1_000, 'a-1', 'c1'));
    for (const topic of ['subscription/created', 'charge/paid', 'charge/paid', 'order/processed']) {
      const example = [...rechargeExamples, ...chargeExamples].find((one) => one.topic === topic)!;
      expect(await deliver(shop, topic, example.in)).toBe(200);
    }
    await shop.deliver(
      'orders/create',
      shopifyOrder(9, START + 2_000, {
        email: JANE,
        cart_token: null,
        tags: 'Subscription, Subscription Recurring Order',
      }),
    );
    await shop.done();
    expect([...shop.did(JANE)].sort()).toEqual([
      'added_to_cart',
      'order_completed',
      'subscription_created',
      'subscription_renewed',
    ]);
    expect(shop.double.person(JANE)?.attributes).toMatchObject({
      open_cart_id: 'c1',
      orders_count: 1,
      subscription_status: 'active',
    });
  });
});

describe('Skio', () => {
  test('its token is nowhere in what is kept', async () => {
    const shop = await openSourcedShop({ sources: [skio({ secret })], orders: 'server' });
    const properties = {
      subscriptionId: 's1',
      email: JANE,
      createdAt: new Date(START).toISOString(),
      status: 'ACTIVE',
    };
    const body = { skioWebhookToken: secret, eventName: 'subscriptionCreated', properties };
    expect(await post(shop, '/sources/skio', body, () => ({}))).toBe(200);
    await shop.done();
    expect(shop.did(JANE)).toEqual(['subscription_created']);
    const broken = { skioWebhookToken: secret, eventName: 'subscriptionCreated', properties: {} };
    await post(shop, '/sources/skio', broken, () => ({}));
    await shop.done();
    expect(JSON.stringify(await shop.feed())).not.toContain(secret);
    expect(JSON.stringify(await shop.feed())).toContain('[secret]');
  });
});

describe('BigCommerce', () => {
  /** The store's API: these answers first, then the order and its lines. */
  const api =
    (order: object, answers: number[]): typeof fetch =>
    (url) => {
      const status = answers.shift() ?? 200;
      const lines = [{ id: 1, product_id: 93, name: 'Night Oil', quantity: 2, price_inc_tax: '27.0000' }];
      const found = (url as string).includes('/products') ? lines : order;
      return Promise.resolve(Response.json(status === 200 ? found : {}, { status }));
    };
  const order = {
    id: 110,
    status_id: 11,
    date_created: new Date(START + 60_000).toUTCString(),
    currency_code: 'EUR',
    total_inc_tax: '58.9000',
    shipping_cost_inc_tax: '4.9000',
    customer_id: 0,
    order_source: 'www',
    billing_address: { email: JANE, first_name: 'Jane', last_name: 'Doe' },
  };
  const converted = {
    scope: 'store/cart/converted',
    store_id: '1',
    data: { type: 'cart', id: 'c1', orderId: 110 },
    hash: 'h',
    created_at: 1,
  };
  const options = { secret, storeHash: 'abc', accessToken: 'api-token' };
  const token = (): object => ({ 'x-cartline-token': secret });

  test('a cart that became an order: the store is asked, the cart is closed', async () => {
    const shop = await openSourcedShop({ sources: [bigcommerce({ ...options, fetch: api(order, []) })] });
    await shop.page(viewed(0, 'a-1'), added(1_000, 'a-1', 'c1'));
    expect(await post(shop, '/sources/bigcommerce', converted, token)).toBe(200);
    const created = { ...converted, scope: 'store/order/created', data: { type: 'order', id: 110 } };
    expect(await post(shop, '/sources/bigcommerce', created, token)).toBe(200);
    await shop.done();
    expect(shop.did(JANE)).toEqual(['product_viewed', 'order_completed']);
    expect(shop.double.person(JANE)?.attributes).toMatchObject({
      orders_count: 1,
      lifetime_value: 58.9,
      last_cart_id: 'c1',
    });
  });

  test('a store that is away is asked again, and nothing is lost meanwhile', async () => {
    const shop = await openSourcedShop({
      sources: [bigcommerce({ ...options, fetch: api(order, [503]) })],
      now: Date.now,
    });
    expect(await post(shop, '/sources/bigcommerce', converted, token)).toBe(200);
    await shop.done();
    expect(shop.did(JANE)).toEqual(['order_completed']);
    expect(shop.log).toContainEqual(
      expect.objectContaining({ code: 'delivery_waiting', reason: 'BigCommerce answered 503 to GET /v2/orders/110' }),
    );
  });
});

describe("Customer.io's reports", () => {
  const deliver = (shop: SourcedShop, topic: string, more: object = {}): Promise<number> => {
    const time = Math.floor((START + 86_400_000) / 1000);
    const example = customerioExamples.find((one) => one.topic === topic)!.in;
    const body = { ...example, timestamp: START / 1000 + 60, ...more };
    return post(shop, '/sources/customerio', body, (text) => ({
      'x-cio-timestamp': String(time),
      'x-cio-signature': hmac(`v0:${time}:${text}`, 'hex'),
    }));
  };
  const open = async (): Promise<SourcedShop> => {
    const shop = await openSourcedShop({ sources: [customerioReporting({ secret })], orders: 'server' });
    await shop.page(identify(0, 'a-1', { email: JANE, consent: { email: true } }));
    return shop;
  };
  const stateOf = (shop: SourcedShop): unknown => shop.double.person(JANE)?.attributes;

  test('who unsubscribes has that for a state, and withdrawn consent; nobody is suppressed', async () => {
    const shop = await open();
    expect(await deliver(shop, 'customer/unsubscribed')).toBe(200);
    expect(await deliver(shop, 'customer/unsubscribed')).toBe(200);
    await shop.done();
    expect(stateOf(shop)).toMatchObject({ do_not_message: 'unsubscribed', email_consent: false });
    expect(shop.did(JANE)).toEqual(['consent_changed']);
    const actions = shop.double.requests().map(({ body }) => JSON.stringify(body ?? ''));
    expect(actions.filter((text) => text.includes('suppress'))).toEqual([]);
  });

  test('a page cannot give back what was withdrawn there', async () => {
    const shop = await open();
    await deliver(shop, 'email/spammed');
    await shop.page(identify(120_000, 'a-1', { email: JANE, do_not_message: null, consent: { email: true } }));
    await shop.done();
    expect(stateOf(shop)).toMatchObject({ do_not_message: 'complained', email_consent: false });
  });

  test('an older report that comes later changes nothing', async () => {
    const shop = await open();
    await deliver(shop, 'customer/subscribed', { event_id: 'e2', timestamp: START / 1000 + 120 });
    await deliver(shop, 'customer/unsubscribed', { event_id: 'e1', timestamp: START / 1000 + 60 });
    await shop.done();
    expect(stateOf(shop)).toMatchObject({ email_consent: true });
    expect((stateOf(shop) as { do_not_message?: unknown }).do_not_message ?? null).toBeNull();
  });

  test('a bounce is state, and nobody’s word', async () => {
    const shop = await open();
    await deliver(shop, 'email/bounced');
    await shop.done();
    expect(stateOf(shop)).toMatchObject({
      ...{ do_not_message: 'bounced', do_not_message_reason: '550 no such user', email_consent: true },
    });
  });
});
