import { createHmac } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createCustomerioDouble,
  type CustomerioDouble,
  type Listening,
  type TimelineEntry,
} from '../doubles/customerio/index.ts';
import { launchChromium } from '../support/browser.ts';
import { startRelay, until, type RelayProcess } from '../support/relay-process.ts';
import {
  addToCart,
  openCart,
  openShop,
  placeOrder,
  startCheckout,
  viewProduct,
  type PlacedOrder,
} from './scenarios.ts';
import { shopKinds, type Shop } from './shops.ts';

const SECRET = 'shopify-signing-secret';
const HOUR_MS = 3_600_000;
const buyer = { email: 'jane@example.com', firstName: 'Jane', lastName: 'Doe' };
const config = { orders: undefined, sources: [{ type: 'shopify', secret: SECRET }] };

/** The order as Shopify would tell it. */
const orderOf = ({ orderId, cartId, total }: PlacedOrder, at: number): object => ({
  id: orderId,
  created_at: new Date(at).toISOString(),
  updated_at: new Date(at).toISOString(),
  currency: 'EUR',
  total_price: total.toFixed(2),
  financial_status: 'paid',
  source_name: 'web',
  email: buyer.email,
  cart_token: cartId,
  customer: { id: 7_001, email: buyer.email, first_name: buyer.firstName, last_name: buyer.lastName },
  line_items: [{ id: 1, product_id: 1, title: 'Whatever it was', quantity: 1, price: total.toFixed(2) }],
});

describe('an order that a webhook tells', () => {
  const [shopKind] = shopKinds;
  let browser: Browser;
  let customerio: CustomerioDouble;
  let api: Listening;
  let relay: RelayProcess;
  let shop: Shop;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    await shopKind!.prepare();
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    customerio = createCustomerioDouble({ siteId: 'site', apiKey: 'key' });
    api = await customerio.listen();
  });
  afterEach(async () => {
    await context.close();
    await Promise.all([shop.close(), relay.close()]);
    await api.close();
  });

  const open = async (clockMs = 0): Promise<void> => {
    relay = await startRelay(api.url, config, clockMs);
    shop = await shopKind!.listen(relay.url);
    context = await browser.newContext();
    if (clockMs !== 0) await context.clock.install({ time: Date.now() + clockMs });
    page = await context.newPage();
  };

  const deliver = async (topic: string, order: object, id: string): Promise<number> => {
    const body = JSON.stringify(order);
    const response = await fetch(`${relay.url}/sources/shopify`, {
      method: 'POST',
      body,
      headers: {
        'x-shopify-topic': topic,
        'x-shopify-webhook-id': id,
        'x-shopify-hmac-sha256': createHmac('sha256', SECRET).update(body).digest('base64'),
      },
    });
    return response.status;
  };

  const timeline = (): readonly TimelineEntry[] =>
    customerio.person(buyer.email)?.timeline.filter(({ kind }) => kind === 'event') ?? [];
  const events = (): string[] => timeline().map(({ name }) => name);
  const stored = async (event: string): Promise<number> =>
    (await relay.feed()).filter((entry) => entry.event === event).length;
  const withheld = async (event: string): Promise<(string | undefined)[]> =>
    (await relay.feed())
      .filter((entry) => entry.event === event)
      .flatMap(({ deliveries }) => deliveries.map(({ state, reason }) => (state === 'withheld' ? reason : state)));

  const fillCart = async (): Promise<void> => {
    await openShop(page, shop.url);
    await viewProduct(page, 'Morning Milk Cleanser');
    await addToCart(page);
    await until('the cart to be held', async () => (await stored('added_to_cart')) === 1);
    expect(customerio.persons()).toEqual([]);
  };

  const buy = async (): Promise<PlacedOrder> => {
    await openCart(page);
    await startCheckout(page);
    return placeOrder(page, buyer);
  };

  /** Nobody but the shop hears of what happens here: the relay is away, and then the page is. */
  const buyUnheard = async (): Promise<PlacedOrder> => {
    await relay.kill();
    const order = await buy();
    await page.close();
    return order;
  };

  const expectOneOrder = async (order: PlacedOrder): Promise<void> => {
    await until('the order', () => events().includes('order_completed'));
    expect(customerio.persons()).toHaveLength(1);
    expect(events().filter((name) => name === 'order_completed')).toHaveLength(1);
    expect(timeline().find(({ name }) => name === 'order_completed')?.data).toMatchObject({
      ...{ order_id: order.orderId, cart_id: order.cartId, total: order.total, currency: 'EUR' },
    });
    expect(customerio.person(buyer.email)?.attributes).toMatchObject({
      ...{ first_name: 'Jane', orders_count: 1, lifetime_value: order.total, last_cart_id: order.cartId },
    });
    expect(customerio.violations()).toEqual([]);
    expect(customerio.failures()).toEqual([]);
  };

  const closedCart = (order: PlacedOrder): unknown => expect.stringContaining(`order ${order.orderId}`);

  it('only: the guest is known, the cart is closed, and what the page tells later of it is withheld', async () => {
    await open();
    await fillCart();
    const order = await buyUnheard();
    await relay.start();
    expect(await deliver('orders/create', orderOf(order, Date.now()), 'w-1')).toBe(200);
    await expectOneOrder(order);
    expect(events()).toEqual(['product_viewed', 'order_completed']);
    expect(await withheld('added_to_cart')).toEqual([closedCart(order)]);
    page = await context.newPage();
    await openShop(page, shop.url);
    await until('what the page has kept', async () => (await stored('order_completed')) === 2);
    for (const event of ['cart_viewed', 'checkout_started'])
      await until(`the late ${event}`, async () => (await stored(event)) === 1);
    expect(await withheld('cart_viewed')).toEqual([closedCart(order)]);
    expect(await withheld('checkout_started')).toEqual([closedCart(order)]);
    expect(await deliver('orders/paid', orderOf(order, Date.now()), 'w-2')).toBe(200);
    await expectOneOrder(order);
    expect(customerio.person(buyer.email)?.attributes['open_cart_id'] ?? null).toBeNull();
  });

  it('after the page has: the page’s word joins the visitor, the webhook’s is the order', async () => {
    await open();
    await fillCart();
    const order = await buy();
    await until('the page’s order', async () => (await stored('order_completed')) === 1);
    expect(await withheld('order_completed')).toEqual(['orders come from the server']);
    expect(events()).not.toContain('order_completed');
    expect(await deliver('orders/create', orderOf(order, Date.now()), 'w-1')).toBe(200);
    expect(await deliver('orders/create', orderOf(order, Date.now()), 'w-1')).toBe(200);
    await expectOneOrder(order);
    expect(customerio.person(buyer.email)?.attributes['open_cart_id'] ?? null).toBeNull();
  });

  it('an hour late: the bought cart stays silent, the one filled since is told', async () => {
    await open(-HOUR_MS);
    await fillCart();
    const order = await buyUnheard();
    const placedAt = Date.now() - HOUR_MS;
    await relay.start();
    await context.clock.setSystemTime(Date.now());
    page = await context.newPage();
    await openShop(page, shop.url);
    await viewProduct(page, 'Rosehip Night Oil');
    await addToCart(page, 2);
    await until('the second cart', async () => (await stored('added_to_cart')) === 2);
    expect(await deliver('orders/create', orderOf(order, placedAt), 'w-1')).toBe(200);
    await expectOneOrder(order);
    await until('the second cart to be told', () => events().includes('added_to_cart'));
    const told = timeline().filter(({ name }) => name === 'added_to_cart');
    expect(told.map(({ data }) => data['cart_id'])).not.toContain(order.cartId);
    expect(told).toHaveLength(1);
    expect(customerio.person(buyer.email)?.attributes['open_cart_id']).toBe(told[0]?.data['cart_id']);
    await until('the late checkout', async () => (await stored('checkout_started')) === 1);
    expect(await withheld('checkout_started')).toEqual([closedCart(order)]);
  });
});
