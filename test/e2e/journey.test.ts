import type { Browser, Page } from 'playwright';
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
  changeQuantity,
  openCart,
  openShop,
  placeOrder,
  removeItem,
  startCheckout,
  subscribeInPopup,
  viewProduct,
  type PlacedOrder,
} from './scenarios.ts';
import { shopKinds, type Shop } from './shops.ts';

const buyer = { email: 'jane@example.com', firstName: 'Jane', lastName: 'Doe' };

describe.each(shopKinds)('a shopper in the $name', ({ prepare, listen }) => {
  let browser: Browser;
  let customerio: CustomerioDouble;
  let api: Listening;
  let relay: RelayProcess;
  let shop: Shop;
  let page: Page;
  const pageErrors: string[] = [];

  beforeAll(async () => {
    await prepare();
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    customerio = createCustomerioDouble({ siteId: 'site', apiKey: 'key' });
    api = await customerio.listen();
    relay = await startRelay(api.url);
    shop = await listen(relay.url);
    page = await (await browser.newContext()).newPage();
    pageErrors.length = 0;
    page.on('pageerror', ({ message }) => pageErrors.push(message));
  });
  afterEach(async () => {
    await page.context().close();
    await Promise.all([shop.close(), relay.close()]);
    await api.close();
  });

  const browse = async (): Promise<void> => {
    await openShop(page, shop.url);
    await viewProduct(page, 'Morning Milk Cleanser');
    await addToCart(page);
    await viewProduct(page, 'Rosehip Night Oil');
    await addToCart(page, 2);
  };

  const goToCheckout = async (): Promise<void> => {
    await openCart(page);
    await startCheckout(page);
  };

  /** At the pace of people: what led to the order has been told before it is placed. */
  const buy = async (): Promise<PlacedOrder> => {
    await goToCheckout();
    await until('the checkout to be delivered', () => events().includes('checkout_started'));
    return placeOrder(page, buyer);
  };

  const timeline = (): readonly TimelineEntry[] =>
    customerio.person(buyer.email)?.timeline.filter(({ kind }) => kind !== 'identify') ?? [];
  const events = (): string[] => timeline().flatMap(({ kind, name }) => (kind === 'event' ? [name] : []));
  const sent = (): number =>
    customerio.requests().filter(({ path }) => /customers|entity|batch|events/.test(path)).length;
  const stored = async (): Promise<number> =>
    (await relay.feed()).filter(({ kind, type }) => kind === 'message' && type !== 'identify').length;

  const cartEvents = ['added_to_cart', 'cart_viewed', 'checkout_started'];
  const journey = [
    'product_viewed',
    'added_to_cart',
    'product_viewed',
    'added_to_cart',
    'consent_changed',
    'cart_viewed',
    'checkout_started',
    'order_completed',
  ];

  /** One person, these events in order, each once, and the order right to the cent. */
  const expectPerson = async (order: PlacedOrder, expected: readonly string[]): Promise<void> => {
    await until(
      'the order and the page after it',
      () => events().includes('order_completed') && timeline().at(-1)?.kind === 'page',
    );
    expect(customerio.persons()).toHaveLength(1);
    expect(customerio.anonymous()).toEqual([]);
    expect(events()).toEqual(expected);
    const times = timeline().map(({ timestamp }) => timestamp);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(new Set(timeline().map(({ id }) => id)).size).toBe(timeline().length);
    expect(timeline().find(({ name }) => name === 'order_completed')?.data).toMatchObject({
      order_id: order.orderId,
      cart_id: order.cartId,
      total: order.total,
      currency: 'EUR',
    });
    expect(customerio.person(buyer.email)?.attributes).toMatchObject({
      first_name: 'Jane',
      orders_count: 1,
      lifetime_value: order.total,
    });
    expect(customerio.person(buyer.email)?.attributes['open_cart_id'] ?? null).toBeNull();
    expect(customerio.violations()).toEqual([]);
    expect(customerio.failures()).toEqual([]);
    expect(pageErrors).toEqual([]);
  };

  /** Everything they did. */
  const expectWholeJourney = async (order: PlacedOrder): Promise<void> => {
    await expectPerson(order, journey);
    expect(timeline()).toHaveLength(await stored());
    const [first, second] = timeline()
      .filter(({ name }) => name === 'added_to_cart')
      .map(({ data }) => data);
    expect(first).toMatchObject({
      cart_id: order.cartId,
      currency: 'EUR',
      added: [{ name: 'Morning Milk Cleanser', quantity: 1 }],
    });
    expect(second).toMatchObject({
      cart_id: order.cartId,
      added: [{ name: 'Rosehip Night Oil', quantity: 2 }],
      items: [{ quantity: 1 }, { quantity: 2 }],
    });
  };

  /** The person before their events: Customer.io must know who it is. */
  const expectPersonFirst = (): void => {
    const bodies = customerio.requests().map(({ body }) => JSON.stringify(body ?? ''));
    const identified = bodies.findIndex(
      (body) => body.includes('"identify"') || body.includes(`"email":"${buyer.email}"`),
    );
    const firstEvent = bodies.findIndex(
      (body) => body.includes('"action":"event"') || body.includes('"action":"page"'),
    );
    expect(identified).toBeGreaterThanOrEqual(0);
    expect(firstEvent).toBeGreaterThan(identified);
  };

  it('is one person with the whole journey, and nothing was sent before the email', async () => {
    await browse();
    await until('everything so far to be held', async () => (await stored()) >= 8);
    expect(sent()).toBe(0);
    await subscribeInPopup(page, buyer.email);
    await expectWholeJourney(await buy());
    expectPersonFirst();
  });

  it('who changes the cart is told as what was added and removed, each with the cart after it', async () => {
    await browse();
    await subscribeInPopup(page, buyer.email);
    await openCart(page);
    await changeQuantity(page, 'Rosehip Night Oil', 3);
    await changeQuantity(page, 'Rosehip Night Oil', 1);
    await removeItem(page, 'Morning Milk Cleanser');
    const changes = (): readonly TimelineEntry[] => timeline().filter(({ name }) => /_(to|from)_cart$/.test(name));
    await until('all changes of the cart', () => changes().length === 5);
    const facts = changes().map(({ name, data }) => {
      const { added, removed, items } = data as Record<string, { name: string; quantity: number }[]>;
      return [name, (added ?? removed)?.map((line) => `${line.quantity} ${line.name}`).join(), items?.length];
    });
    expect(facts).toEqual([
      ['added_to_cart', '1 Morning Milk Cleanser', 1],
      ['added_to_cart', '2 Rosehip Night Oil', 2],
      ['added_to_cart', '1 Rosehip Night Oil', 2],
      ['removed_from_cart', '2 Rosehip Night Oil', 2],
      ['removed_from_cart', '1 Morning Milk Cleanser', 1],
    ]);
    expect(customerio.violations()).toEqual([]);
  });

  it('who never says who they are stays with us: all is held, nothing is sent', async () => {
    await browse();
    await openCart(page);
    await until('everything to be held', async () => (await stored()) >= 10);
    const states = (await relay.feed()).flatMap(({ deliveries }) => deliveries.map(({ state }) => state));
    expect(new Set(states)).toEqual(new Set(['held']));
    expect(sent()).toBe(0);
    expect(customerio.persons()).toEqual([]);
  });

  it('whose whole visit met a dead relay is the same person with the order, and is reminded of no cart that was bought', async () => {
    await relay.kill();
    await browse();
    await subscribeInPopup(page, buyer.email);
    await goToCheckout();
    const order = await placeOrder(page, buyer);
    const context = page.context();
    await page.close();
    await relay.start();
    page = await context.newPage();
    await openShop(page, shop.url);
    await expectPerson(
      order,
      journey.filter((name) => !cartEvents.includes(name)),
    );
    expectPersonFirst();
    const ofCart = (await relay.feed()).filter(({ event }) => event !== undefined && cartEvents.includes(event));
    expect(ofCart.map(({ event }) => event).sort()).toEqual(journey.filter((name) => cartEvents.includes(name)).sort());
    ofCart.forEach(({ deliveries }) => {
      expect(deliveries).toMatchObject([
        { state: 'withheld', reason: expect.stringContaining(`order ${order.orderId}`) as string },
      ]);
    });
  });

  it('loses nothing when the relay is killed between its answer and the delivery', async () => {
    await browse();
    const stop = customerio.inject({ status: 503 });
    await subscribeInPopup(page, buyer.email);
    await until('the identify to be stored', async () => (await relay.feed()).some(({ type }) => type === 'identify'));
    await relay.kill();
    stop();
    await relay.start();
    await until('the delivery of what was held', () => events().length >= 5);
    const order = await buy();
    await expectWholeJourney(order);
  });
});
