import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCustomerioDouble, type CustomerioDouble, type Listening } from '../doubles/customerio/index.ts';
import { launchChromium } from '../support/browser.ts';
import { startRelay, until, writeKey, type RelayProcess } from '../support/relay-process.ts';
import { servePages, type ServedPages } from '../support/serve-pages.ts';

const dist = (file: string): string => readFileSync(new URL(`../../dist/${file}`, import.meta.url), 'utf8');
const email = 'jane@example.com';

/** A widget in an iframe, which tells the shop's page whom it met and shows what came of it. */
const widgetPage = (
  shop: string,
): string => `<!doctype html><title>Widget</title><button>Subscribe</button><output></output>
<script type="module">
  import { identifyFromWidget } from '/widget.js';
  document.querySelector('button').addEventListener('click', async () => {
    const options = { shopOrigin: '${shop}', timeoutMs: 1000 };
    const told = await identifyFromWidget({ email: '${email}', source: 'quiz', consent: { email: true } }, options);
    document.querySelector('output').textContent = told;
  });
</script>`;

/** Somebody else's iframe on the page, which speaks the protocol and Attentive's. */
const forgerPage = (): string => `<!doctype html><title>Forger</title><script>
  const traits = { email: 'forger@evil.example' };
  parent.postMessage({ ns: 'cartline', v: 1, type: 'identify', traits, nonce: 'n' }, '*');
  parent.postMessage({ __attentive: { action: 'EMAIL_LEAD', ...traits } }, '*');
  document.title = 'said';
</script>`;

const shopPage = (relay: string, widget: string, forger: string): string => `<!doctype html><title>Shop</title>
<script>
  window.dataLayer = [{ event: 'view_item', ecommerce: { currency: 'EUR', items: [{ item_id: 'p1', item_name: 'Cleanser', price: 24 }] } }];
  function gtag() { dataLayer.push(arguments); }
</script>
<script async src="/data-layer.js"></script>
<script async src="/popups.js" data-vendors="klaviyo,attentive" data-origins="${widget}"></script>
<script async src="/cartline.js" data-relay="${relay}" data-write-key="${writeKey}"></script>
<iframe id="widget" src="${widget}/"></iframe><iframe id="forger" src="${forger}/"></iframe>`;

describe('a shop with a data layer and popups, and not a line of code', () => {
  let browser: Browser;
  let customerio: CustomerioDouble;
  let api: Listening;
  let relay: RelayProcess;
  let page: Page;
  let shop: ServedPages;
  let widget: ServedPages;
  let forger: ServedPages;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    customerio = createCustomerioDouble({ siteId: 'site', apiKey: 'key' });
    api = await customerio.listen();
    relay = await startRelay(api.url);
    forger = await servePages({ '/': forgerPage });
    widget = await servePages({ '/': () => widgetPage(shop.origin), '/widget.js': () => dist('widget.js') });
    shop = await servePages({
      '/': () => shopPage(relay.url, widget.origin, forger.origin),
      ...Object.fromEntries(
        ['data-layer.js', 'popups.js', 'cartline.js'].map((file) => [`/${file}`, () => dist(file)]),
      ),
    });
    page = await (await browser.newContext()).newPage();
  });
  afterEach(async () => {
    await page.context().close();
    await Promise.all([shop, widget, forger, relay].map((server) => server.close()));
    await api.close();
  });

  const push = (...args: unknown[]): Promise<void> =>
    page.evaluate((said) => (window as unknown as { gtag: (...args: unknown[]) => void }).gtag(...said), args);
  const items = (quantity: number): object => ({
    currency: 'EUR',
    items: [{ item_id: 'p1', item_name: 'Cleanser', price: 24, quantity }],
  });
  const timeline = (): string[] =>
    customerio.person(email)?.timeline.flatMap(({ kind, name }) => (kind === 'event' ? [name] : [])) ?? [];

  it('brings product, cart and checkout to the person whom the widget met, in order', async () => {
    await page.goto(shop.origin);
    await push('event', 'add_to_cart', items(1));
    await push('event', 'add_to_cart', items(2));
    await push('event', 'begin_checkout', items(3));
    await page.frameLocator('#widget').getByRole('button').click();
    await page.frameLocator('#widget').getByText('acknowledged').waitFor();
    await until('the visit to arrive', () => timeline().length >= 6);
    expect(timeline()).toEqual([
      'product_viewed',
      'added_to_cart',
      'added_to_cart',
      'checkout_started',
      'consent_changed',
      'signed_up',
    ]);
    const carts = customerio
      .person(email)!
      .timeline.filter(({ name }) => /cart|checkout/.test(name))
      .map(({ data }) => data as { cart_id: string; items: { quantity: number }[] });
    expect(new Set(carts.map(({ cart_id }) => cart_id)).size).toBe(1);
    expect(carts.map((cart) => cart.items.map(({ quantity }) => quantity))).toEqual([[1], [3], [3]]);
    expect(customerio.person(email)?.attributes['email_consent']).toBe(true);
  });

  it('knows nobody whom a frame of another origin names', async () => {
    await page.goto(shop.origin);
    await until('the forger to have spoken', async () => {
      const frame = page.frames().find((one) => one.url().startsWith(forger.origin));
      return (await frame?.title()) === 'said';
    });
    // what is said after it has come to the relay: so would it have
    await push('set', 'user_data', { email });
    await until('the visitor to be known', () => timeline().includes('product_viewed'));
    expect(customerio.person('forger@evil.example')).toBeUndefined();
    expect((await relay.feed()).filter(({ type }) => type === 'identify')).toHaveLength(1);
  });
});
