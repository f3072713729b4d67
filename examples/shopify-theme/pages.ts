import { SOLD_OUT, VARIANT, type AjaxCart } from './carts.ts';
import { pixelSnippet, themeSnippet } from './snippets.ts';
import type { ThemeShopOptions } from './shop.ts';

/**
 * How a theme changes the cart: by a form, by `fetch`, by XMLHttpRequest, by `fetch` with Shopify's standard events
 * around it, or by standard events alone, with the change made where no script of the page can see it.
 */
export const themeKinds = ['form', 'fetch', 'xhr', 'events and fetch', 'events'] as const;
export type ThemeKind = (typeof themeKinds)[number];

const senders: Readonly<Record<Exclude<ThemeKind, 'form'>, string>> = {
  fetch: `send = (path, body) => fetch(path, post(body))`,
  xhr: `send = (path, body) => new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('content-type', 'application/json');
    request.onloadend = done;
    request.send(JSON.stringify(body));
  })`,
  'events and fetch': `send = (path, body) => announce(fetch(path, post(body)).then(checked))`,
  events: `send = (path, body) => announce(elsewhere(path, post(body)).then(checked))`,
};

/** The theme's own script. `elsewhere` is the browser's fetch before anybody could watch it. */
const themeScript = (kind: ThemeKind, root: string): string =>
  kind === 'form'
    ? ''
    : `<script type="module">
  const post = (body) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const checked = (response) => response.ok ? response.json() : Promise.reject(new Error('refused'));
  const announce = (promise) => {
    document.dispatchEvent(Object.assign(new Event('shopify:cart:lines-update', { bubbles: true }), { action: 'update', context: 'product', lines: [], promise }));
    return promise.catch(() => undefined);
  };
  let send;
  ${senders[kind]};
  const on = (name, path, body) => document.querySelector('[name=' + name + ']')?.addEventListener('click', async () => {
    await send('${root}' + path, body);
    document.title = name + ' ' + (Number(document.title.split(' ')[1] || 0) + 1);
  });
  on('add', 'cart/add.js', { id: ${VARIANT}, quantity: 1 });
  on('soldout', 'cart/add.js', { id: ${SOLD_OUT}, quantity: 1 });
  on('remove', 'cart/change.js', { id: ${VARIANT}, quantity: 0 });
  ${kind.startsWith('events') ? `document.dispatchEvent(Object.assign(new Event('shopify:product:view', { bubbles: true }), { context: 'page', selectedOptions: [], product: { id: 'gid://shopify/Product/632910392', title: 'Night Oil', handle: 'night-oil', selectedVariant: null } }));` : ''}
</script>`;

const buttons = (kind: ThemeKind, root: string): string =>
  kind === 'form'
    ? `<form method="post" action="${root}cart/add"><input type="hidden" name="id" value="${VARIANT}"><button>Add to cart</button></form>`
    : '<button name="add">Add to cart</button> <button name="soldout">Add the sold-out one</button> <button name="remove">Remove</button>';

/** What `content_for_header` writes on a product page. */
const meta = {
  product: {
    id: 632_910_392,
    vendor: 'Alder & Rue',
    type: 'Oil',
    variants: [{ id: VARIANT, price: 2700, name: 'Night Oil - 30 ml', public_title: '30 ml', sku: 'NO-30' }],
  },
  page: { pageType: 'product' },
};

/** A page of the theme. */
export const themePage = (
  shop: ThemeShopOptions & { readonly root: string; readonly product: boolean },
  body: string,
): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Alder</title>
<script>var elsewhere = fetch.bind(window);
var Shopify = { routes: { root: '${shop.root}' }, currency: { active: 'EUR' },
  loadFeatures(features, loaded) { Shopify.customerPrivacy = { analyticsProcessingAllowed: () => true }; setTimeout(loaded); } };
${shop.product ? `var meta = ${JSON.stringify(meta)};` : ''}</script>
${themeSnippet(shop)}
</head><body>${body}
${buttons(shop.theme, shop.root)}
<a href="/checkout">Checkout</a>
${themeScript(shop.theme, shop.root)}
</body></html>`;

/** Shopify's pixel manager, as far as a checkout needs: it answers the sandbox, and hands it the checkout's events. */
const manager = `
  const frame = document.querySelector('iframe').contentWindow;
  const cookie = (name) => document.cookie.split('; ').find((pair) => pair.startsWith(name + '='))?.split('=')[1] ?? '';
  const asked = { 'cookie.get': cookie, 'localStorage.getItem': (key) => localStorage.getItem(key), 'localStorage.setItem': (key, value) => localStorage.setItem(key, value) };
  addEventListener('message', ({ source, data }) => {
    if (source !== frame) return;
    if (data === 'ready') {
      document.body.setAttribute('data-pixel', 'ready');
      return publish('checkout_started');
    }
    frame.postMessage({ answer: data.id, value: asked[data.what]?.(...data.args) ?? null }, '*');
  });
  let told = 0;
  window.publish = (name, changes) => frame.postMessage({ event: {
    id: 'sh-' + page + '-' + ++told, name, timestamp: new Date().toISOString(), clientId: 'shopify-client-id',
    context: { document: { location: { pathname: location.pathname } } },
    data: { checkout: { ...checkout, ...changes } } } }, '*');`;

/** What a visitor does here by hand. */
const checkoutForm = `
  const said = {};
  const done = (text) => (document.querySelector('output').textContent = text);
  document.querySelector('#contact').addEventListener('submit', (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    Object.assign(said, { email: form.get('email'), buyerAcceptsEmailMarketing: form.has('news') });
    publish('checkout_contact_info_submitted', said);
    done('Told the pixel who you are.');
  });
  document.querySelector('#pay').addEventListener('click', () => {
    publish('payment_info_submitted', said);
    publish('checkout_completed', { ...said, order: { id: 'o-' + page, customer: null } });
    done('Told the pixel that you paid. The order itself comes from a server, which is not here.');
  });`;

/** The checkout: no theme, no script of ours but the pixel's, in a sandbox. */
export const checkoutPage = (cart: AjaxCart): string => {
  const eur = (amount: number) => ({ amount, currencyCode: cart.currency });
  const checkout = {
    token: `chk-${cart.token.split('?')[0] ?? ''}`,
    attributes: Object.entries(cart.attributes).map(([key, value]) => ({ key, value })),
    email: null,
    phone: null,
    currencyCode: cart.currency,
    lineItems: cart.items.map((item) => ({
      id: String(item.id),
      title: item.product_title,
      quantity: item.quantity,
      variant: {
        id: String(item.variant_id),
        title: item.variant_title,
        sku: item.sku,
        price: eur(item.final_price / 100),
        image: null,
        product: {
          id: String(item.product_id),
          title: item.product_title,
          type: item.product_type,
          vendor: item.vendor,
          url: item.url,
        },
      },
    })),
    totalPrice: eur(cart.items.reduce((sum, item) => sum + (item.final_price * item.quantity) / 100, 0)),
    order: null,
  };
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Checkout</title></head><body>
<h1>Checkout</h1>
<form id="contact"><label>Email <input type="email" name="email" required></label>
<label><input type="checkbox" name="news"> Send me news</label> <button>Continue</button></form>
<button id="pay">Pay now</button> <output></output>
<iframe src="/pixel" sandbox="allow-scripts allow-forms" hidden></iframe>
<script>const page = Math.random().toString(36).slice(2); const checkout = ${JSON.stringify(checkout)};${manager}${checkoutForm}</script>
</body></html>`;
};

/** The sandbox: Shopify wraps what was pasted, and hands it its API. */
export const pixelFrame = (
  shop: ThemeShopOptions,
): string => `<!doctype html><html><head><meta charset="utf-8"></head><body><script>
(() => {
  const subscribers = {};
  const waiting = new Map();
  let asked = 0;
  const ask = (what) => (...args) => new Promise((resolve) => {
    waiting.set(++asked, resolve);
    parent.postMessage({ id: asked, what, args }, '*');
  });
  addEventListener('message', ({ data }) => {
    if (data.event) (subscribers[data.event.name] ?? []).forEach((callback) => callback(data.event));
    else waiting.get(data.answer)?.(data.value);
  });
  const analytics = { subscribe: (name, callback) => (subscribers[name] ??= []).push(callback) };
  const browser = { cookie: { get: ask('cookie.get') }, localStorage: { getItem: ask('localStorage.getItem'), setItem: ask('localStorage.setItem') } };
  const init = { data: { cart: null, customer: null }, customerPrivacy: { analyticsProcessingAllowed: true } };
  const api = { customerPrivacy: { subscribe: () => undefined } };
  ${pixelSnippet(shop)}
  parent.postMessage('ready', '*');
})();
</script></body></html>`;
