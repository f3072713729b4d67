// `npm run example:shopify`: a mock of a Shopify shop with one address for each kind of theme, the relay in a process of its
// own, and a stand-in for Customer.io.
import { readFile } from 'node:fs/promises';
import { createCustomerioDouble } from '../../test/doubles/customerio/index.ts';
import { startRelay, writeKey } from '../../test/support/relay-process.ts';
import { listen } from '../shared/listen.ts';
import { themeKinds } from './pages.ts';
import { createThemeShop } from './shop.ts';

const anywhere = { port: 0, hostname: '127.0.0.1' };
const pixelKey = 'pk_example';
const activityKey = 'example-activity';
const scriptNames = ['stub.js', 'shopify-stub.js', 'cartline.js', 'shopify-theme.js'];

const customerio = createCustomerioDouble({ siteId: 'site', apiKey: 'key' });
const api = await customerio.listen();
const relay = await startRelay(api.url, {
  activityKey,
  keys: [
    { key: writeKey, kind: 'write', source: 'theme' },
    { key: pixelKey, kind: 'pixel', source: 'checkout' },
  ],
});
const scripts = Object.fromEntries(
  await Promise.all(
    scriptNames.map(
      async (name) => [name, await readFile(new URL(`../../dist/${name}`, import.meta.url), 'utf8')] as const,
    ),
  ),
);

const shops = await Promise.all(
  themeKinds.map(async (theme) => ({
    theme,
    shop: await listen(createThemeShop({ theme, scripts, relay: relay.url, writeKey, pixelKey }), anywhere),
  })),
);

console.log(`
${shops.map(({ theme, shop }) => `  A theme by ${theme.padEnd(18)} ${shop.url}/products/night-oil`).join('\n')}

  What the relay knows          ${relay.url}/activity?key=${activityKey}
  What Customer.io would know   ${api.url}

  Add to the cart, go to checkout, leave an email. Ctrl-C ends it.
`);

process.once('SIGINT', () => {
  void Promise.all([relay.close(), api.close(), ...shops.map(({ shop }) => shop.close())]).then(() => process.exit(0));
});
