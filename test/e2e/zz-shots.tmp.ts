import { readFileSync } from 'node:fs';
import { createShopServer } from '../../examples/script-tag-shop/serve.ts';
import { listen } from '../../examples/shared/listen.ts';
import { createCustomerioDouble } from '../doubles/customerio/index.ts';
import { launchChromium } from '../support/browser.ts';
import { startRelay, writeKey } from '../support/relay-process.ts';
import { addToCart, openCart, openShop, subscribeInPopup, viewProduct } from './scenarios.ts';

const cio = createCustomerioDouble({ siteId: 'site', apiKey: 'key' });
const api = await cio.listen();
const relay = await startRelay(api.url);
const stub = readFileSync('dist/stub.js', 'utf8');
const snippet = `<script>${stub}</script><script async src="/cartline.js" data-debug data-relay="${relay.url}" data-write-key="${writeKey}"></script>`;
const shopServer = createShopServer({ snippet, script: readFileSync('/tmp/dbg/cartline.js', 'utf8') });
const shop = await listen({ fetch: async (r) => new URL(r.url).pathname === '/debug.js' ? new Response(readFileSync('/tmp/dbg/debug.js'), { headers: { 'content-type': 'text/javascript' } }) : shopServer.fetch(r) }, { port: 0, hostname: '127.0.0.1' });
const browser = await launchChromium();
const only = process.argv[2];
for (const scheme of ['light', 'dark'] as const) {
  for (const [w, h] of [[1280, 800], [390, 844]] as const) {
    if (only && only !== `${scheme}${w}`) continue;
    const page = await (await browser.newContext({ viewport: { width: w, height: h }, colorScheme: scheme, permissions: ['clipboard-read', 'clipboard-write'] })).newPage();
    page.on('console', (m) => scheme === 'light' && w === 1280 && console.log(m.type(), m.text().slice(0, 300)));
    page.on('pageerror', (e) => console.log('PAGEERROR', e.message));
    const shot = (n: string) => page.screenshot({ path: `/tmp/dbg/shots/${scheme}-${w}-${n}.png` });
    await openShop(page, `${shop.url}/?utm_source=instagram&utm_campaign=autumn`);
    await viewProduct(page, 'Morning Milk Cleanser');
    await addToCart(page);
    await viewProduct(page, 'Rosehip Night Oil');
    await addToCart(page, 2);
    await shot('0-badge-fine');
    await subscribeInPopup(page, 'jane@example.com');
    await openCart(page);
    await page.waitForTimeout(800);
    await page.evaluate(() => {
      const c = (window as any).cartline;
      c('track', 'add_to_cart', { product_id: 'p' });
      c('trak', 'x');
      c('track', 'product_viewed', { product_id: 'p9', name: 'Mask', price: '$49.00', currency: 'EUR' });
      c('track', 'quiz_finished', { skin_type: 'dry' });
      c('track', 'product_viewed', { product_id: 'p10' });
      c('identify', { traits: { first_name: 'Jane' } });
    });
    await page.waitForTimeout(2500);
    await shot('1-badge');
    await page.locator('cartline-debug .badge').click();
    await page.waitForTimeout(1200);
    await shot('2-events');
    await page.locator('cartline-debug .entry summary').nth(3).click();
    await page.waitForTimeout(300);
    await shot('3-expanded');
    for (const t of ['Visitor', 'Outbox', 'Cart', 'Problems']) {
      await page.getByRole('tab', { name: new RegExp('^' + t) }).click();
      await page.waitForTimeout(700);
      await shot('4-' + t);
    }
    if (scheme === 'light' && w === 1280) { await page.getByRole('button', { name: 'Copy a report' }).click(); await page.waitForTimeout(200); console.log(await page.evaluate(() => navigator.clipboard.readText())); }
    await relay.kill();
    await page.evaluate(() => (window as any).cartline('track', 'products_searched', { query: 'oil', results_count: 3 }));
    await page.getByRole('tab', { name: /^Events/ }).click();
    await page.waitForTimeout(1500);
    await page.getByRole('button', { name: 'other side' }).click();
    await shot('5-dead');
    await page.getByRole('tab', { name: /^Outbox/ }).click();
    await page.waitForTimeout(700);
    await shot('6-dead-outbox');
    await relay.start();
    await page.context().close();
  }
}
await browser.close(); await shop.close(); await relay.close(); await api.close();
process.exit(0);
