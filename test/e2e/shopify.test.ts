import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CART_KEY } from '../../examples/shopify-theme/carts.ts';
import type { ThemeKind } from '../../examples/shopify-theme/pages.ts';
import { createThemeShop } from '../../examples/shopify-theme/shop.ts';
import { listen, type ListeningShop } from '../../examples/shared/listen.ts';
import {
  createCustomerioDouble,
  type CustomerioDouble,
  type Listening,
  type TimelineEntry,
} from '../doubles/customerio/index.ts';
import { launchChromium } from '../support/browser.ts';
import { startRelay, until, writeKey, type FeedLine, type RelayProcess } from '../support/relay-process.ts';
import { startRecorder, type WireRecorder } from '../support/wire-recorder.ts';

const pixelKey = 'pk_test_pixel';
const serverKey = 'sk_test_server';
const relayOptions = {
  orders: 'server',
  keys: [
    { key: writeKey, kind: 'write', source: 'theme' },
    { key: pixelKey, kind: 'pixel', source: 'checkout' },
    { key: serverKey, kind: 'server', source: 'orders' },
  ],
};
const email = 'jane@example.com';

const themes: readonly { readonly theme: ThemeKind; readonly root: string }[] = [
  { theme: 'form', root: '/' },
  { theme: 'fetch', root: '/de/' },
  { theme: 'xhr', root: '/' },
  { theme: 'events and fetch', root: '/' },
  { theme: 'events', root: '/' },
];

const scriptNames = ['stub.js', 'shopify-stub.js', 'cartline.js', 'shopify-theme.js'];
const readScripts = async (): Promise<Record<string, string>> =>
  Object.fromEntries(
    await Promise.all(
      scriptNames.map(
        async (name) => [name, await readFile(new URL(`../../dist/${name}`, import.meta.url), 'utf8')] as const,
      ),
    ),
  );

let browser: Browser;
let customerio: CustomerioDouble;
let api: Listening;
let relay: RelayProcess;
let wire: WireRecorder;
let context: BrowserContext;
let page: Page;
let shop: ListeningShop | undefined;
const pageErrors: string[] = [];

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  customerio = createCustomerioDouble({ siteId: 'site', apiKey: 'key' });
  api = await customerio.listen();
  relay = await startRelay(api.url, relayOptions);
  wire = await startRecorder(relay.url);
  context = await browser.newContext();
  page = await context.newPage();
  pageErrors.length = 0;
  page.on('pageerror', ({ message }) => pageErrors.push(message));
});
afterEach(async () => {
  await context.close();
  await Promise.all([shop?.close(), wire.close(), relay.close()]);
  await api.close();
});

const openShop = async (theme: ThemeKind, root: string): Promise<ListeningShop> =>
  listen(createThemeShop({ theme, root, scripts: await readScripts(), relay: wire.url, writeKey, pixelKey }), {
    port: 0,
    hostname: '127.0.0.1',
  });

const feed = async (name: string): Promise<FeedLine[]> =>
  (await relay.feed()).filter(({ kind, event, type }) => kind === 'message' && (event ?? type) === name);
const held = (name: string, count: number): Promise<void> =>
  until(`${count} × ${name}`, async () => (await feed(name)).length >= count);
const cookie = async (name: string): Promise<string> =>
  decodeURIComponent((await context.cookies()).find((one) => one.name === name)?.value ?? '');
const cartToken = async (): Promise<string> => (await cookie('cart')).split('?')[0] ?? '';
const attributes = (root: string): Promise<Record<string, string>> =>
  page.evaluate(
    async (address) => ((await (await fetch(address)).json()) as { attributes: Record<string, string> }).attributes,
    `${root}cart.js`,
  );

/** What Shopify's pixel manager tells the sandbox. */
const publish = (name: string, changes: object = {}): Promise<void> =>
  page.evaluate(
    ([event, values]) =>
      (window as unknown as { publish: (name: unknown, changes: unknown) => void }).publish(event, values),
    [name, changes] as const,
  );
const openCheckout = async (url: string): Promise<void> => {
  await page.goto(`${url}/checkouts/cn/${await cartToken()}`);
  await page.locator('body[data-pixel=ready]').waitFor();
};

/** The shop's webhook, as the back end sends it on. */
const order = async (cart: string, at: Date): Promise<void> => {
  const properties = {
    order_id: 'o1',
    cart_id: cart,
    checkout_id: `chk-${cart}`,
    currency: 'EUR',
    total: 27,
    items: [],
  };
  const message = {
    type: 'track',
    event: 'order_completed',
    messageId: 'o1',
    context: { traits: { email } },
    timestamp: at,
    properties,
  };
  const response = await fetch(`${relay.url}/v1/batch`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${serverKey}:`)}` },
    body: JSON.stringify({ batch: [message] }),
  });
  expect(await response.json()).toMatchObject({ accepted: ['o1'] });
};

const timeline = (): readonly TimelineEntry[] => customerio.person(email)?.timeline ?? [];
const events = (): string[] => timeline().flatMap(({ kind, name }) => (kind === 'event' ? [name] : []));
const dataOf = (name: string): unknown => timeline().find((entry) => entry.name === name)?.data;

describe.each(themes)('a Shopify theme that changes the cart by $theme, at $root', ({ theme, root }) => {
  it('and its checkout tell of one person and one cart, each thing once, and never of the key', async () => {
    shop = await openShop(theme, root);
    await page.goto(`${shop.url}${root}products/night-oil`);
    await held('product_viewed', 1);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await held('added_to_cart', 1);
    expect(await attributes(root)).toEqual({ cartline_id: await cookie('cl_id') });
    const cart = await cartToken();

    await openCheckout(shop.url);
    await publish('checkout_started');
    await publish('checkout_started');
    await held('checkout_started', 1);
    await publish('checkout_contact_info_submitted', { email: ' Jane@Example.com', buyerAcceptsEmailMarketing: true });
    await publish('payment_info_submitted', { email: ' Jane@Example.com', buyerAcceptsEmailMarketing: true });
    await until(
      'the steps to be delivered',
      () => events().filter((name) => name === 'checkout_progressed').length === 2,
    );
    const paid = new Date();
    await publish('checkout_completed', { email: ' Jane@Example.com', order: { id: 'o1', customer: null } });
    await order(cart, paid);
    await until('the order', () => events().includes('order_completed'));

    const seen = events().filter((name) => name !== 'cart_viewed');
    expect(seen).toEqual([
      'product_viewed',
      'added_to_cart',
      'checkout_started',
      'consent_changed',
      'checkout_progressed',
      'checkout_progressed',
      'order_completed',
    ]);
    expect(dataOf('product_viewed')).toMatchObject({ product_id: '632910392', name: 'Night Oil', price: 27 });
    expect(dataOf('added_to_cart')).toMatchObject({
      cart_id: cart,
      currency: 'EUR',
      added: [{ price: 27, quantity: 1 }],
    });
    expect(dataOf('checkout_started')).toMatchObject({ cart_id: cart, checkout_id: `chk-${cart}`, value: 27 });
    expect(customerio.persons()).toHaveLength(1);
    expect(customerio.anonymous()).toEqual([]);
    expect(customerio.person(email)?.attributes['open_cart_id'] ?? null).toBeNull();
    expect(customerio.violations()).toEqual([]);
    const bodies = wire.requests().map(({ body }) => body);
    expect(bodies.join()).not.toMatch(new RegExp(`${CART_KEY}|[?&]key=|"key":`));
    const origins = (key: string): unknown[] =>
      wire.requests().flatMap(({ origin, body }) => (body.includes(`"${key}"`) ? [origin] : []));
    expect(new Set(origins(writeKey))).toEqual(new Set([shop.url]));
    expect(new Set(origins(pixelKey))).toEqual(new Set(['null']));
    expect((await relay.feed()).filter(({ kind }) => kind === 'quarantined')).toEqual([]);
    expect(pageErrors).toEqual([]);
  });
});

describe.each(themes.filter(({ theme }) => theme !== 'form'))('a theme that works by $theme', ({ theme, root }) => {
  it('and is refused a change tells of none; what is taken out again is told once', async () => {
    shop = await openShop(theme, root);
    await page.goto(`${shop.url}${root}products/night-oil`);
    const click = async (button: string, title: string): Promise<void> => {
      await page.getByRole('button', { name: button, exact: true }).click();
      await expect.poll(() => page.title(), { timeout: 30_000 }).toContain(title);
    };
    await click('Add the sold-out one', 'soldout');
    await click('Add to cart', 'add');
    await held('added_to_cart', 1);
    await click('Remove', 'remove');
    await held('removed_from_cart', 1);
    const changes = (await relay.feed()).filter(({ event }) => event?.endsWith('_cart')).map(({ event }) => event);
    expect(changes.sort()).toEqual(['added_to_cart', 'removed_from_cart']);
    expect((await feed('product_viewed')).length).toBe(1);
    expect(pageErrors).toEqual([]);
  });
});

describe('the custom pixel in its sandbox', () => {
  it('brings what a relay that was away did not get, with the next page of the checkout, once', async () => {
    shop = await openShop('fetch', '/');
    await page.goto(`${shop.url}/products/night-oil`);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await held('added_to_cart', 1);
    await openCheckout(shop.url);
    await publish('checkout_started');
    await held('checkout_started', 1);
    await relay.kill();
    await publish('checkout_contact_info_submitted', { email });
    const kept = (): Promise<string> => page.evaluate(() => localStorage.getItem('cl_pixel') ?? '');
    await expect.poll(kept, { timeout: 30_000 }).toContain('identify');
    await relay.start();
    await openCheckout(shop.url);
    await until('the person', () => events().includes('checkout_progressed'));
    await expect.poll(kept, { timeout: 30_000 }).toContain('"rows":[]');
    expect(events()).toEqual(['product_viewed', 'added_to_cart', 'checkout_started', 'checkout_progressed']);
    expect(customerio.persons()).toHaveLength(1);
  });
});
