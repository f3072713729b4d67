// `npm run docs:screenshot`, beside a running `npm start`: walks through the shop and takes the README's picture.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { launchChromium } from '../../test/support/browser.ts';
import { addToCart, openCart, openShop, subscribeInPopup, viewProduct } from '../../test/e2e/scenarios.ts';

const picture = fileURLToPath(new URL('../../docs/images/shop-and-activity.png', import.meta.url));
const half = { width: 800, height: 900 };

const browser = await launchChromium();
const context = await browser.newContext({ viewport: half });
const shop = await context.newPage();
const activity = await context.newPage();
await activity.goto('http://127.0.0.1:8787/activity?key=demo-activity');
await openShop(shop, 'http://127.0.0.1:8080');
await viewProduct(shop, 'Morning Milk Cleanser');
await addToCart(shop);
await viewProduct(shop, 'Rosehip Night Oil');
await addToCart(shop, 2);
await subscribeInPopup(shop, 'jane@example.com');
await openCart(shop);
await activity.getByText('cart_viewed').first().waitFor();

const dataUrl = async (page: Page): Promise<string> =>
  `data:image/png;base64,${(await page.screenshot()).toString('base64')}`;
const images = await Promise.all([shop, activity].map(dataUrl));
const sheet = await browser.newPage({ viewport: { width: half.width * 2 + 20, height: half.height } });
await sheet.setContent(
  `<body style="margin:0;display:flex;gap:20px;background:#ddd">${images.map((src) => `<img src="${src}">`).join('')}</body>`,
);
await mkdir(fileURLToPath(new URL('../../docs/images', import.meta.url)), { recursive: true });
await sheet.screenshot({ path: picture });
await browser.close();
console.log(`Written: ${picture}`);
