import { afterEach, describe, expect, it, vi } from 'vitest';
import { collectEvents } from '../../../../src/storefronts/shopify-theme/listen.ts';
import { allowed, fullCart, line, openTheme, storefrontEvent, type ThemePage } from './page.ts';

afterEach(() => {
  document.head.innerHTML = '';
  vi.restoreAllMocks();
});

/** All that is under way here is promises and one short timer. */
const until = (what: () => void): Promise<void> => vi.waitFor(what, { timeout: 5_000, interval: 5 });
const told = (page: ThemePage): unknown[] => page.callsOf('cart.set');
const reads = (page: ThemePage): number => page.requests.filter((address) => address.endsWith('/cart.js')).length;

describe('the cart', () => {
  it('is read when the page opens, for themes that post a form, and told without its key', async () => {
    const page = openTheme();
    page.cart = fullCart;
    page.loadClient();
    await until(() => expect(told(page)).toHaveLength(1));
    expect(told(page)).toMatchObject([
      { cart_id: 'tok1', currency: 'EUR', items: [{ product_id: '632910392', quantity: 1, price: 27 }] },
    ]);
    expect(JSON.stringify(page.calls)).not.toContain('secret');
  });

  it.each([
    '/cart/add.js',
    '/de/cart/change.js',
    '/cart/update',
    '/cart/clear.js?x=1',
    new URL('https://shop.example/cart/add'),
  ])('is read again after a request of the theme to %s', async (address) => {
    const page = openTheme();
    page.loadClient();
    await until(() => expect(told(page)).toHaveLength(1));
    await page.window.fetch(address, { method: 'POST' });
    await until(() => expect(told(page)).toHaveLength(2));
  });

  it('is read again when such a request fails: the theme sees the failure, and so it stays', async () => {
    const page = openTheme({
      answer: (address) => {
        if (address === '/cart/add.js') throw new TypeError('offline');
        return undefined;
      },
    });
    page.loadClient();
    await until(() => expect(told(page)).toHaveLength(1));
    await expect(page.window.fetch('/cart/add.js')).rejects.toThrow('offline');
    await until(() => expect(told(page)).toHaveLength(2));
  });

  it('is not read after requests that do not change it, nor after our own', async () => {
    const page = openTheme();
    page.cart = fullCart;
    page.loadClient();
    await until(() => expect(told(page)).toHaveLength(1));
    await page.window.fetch('/cart.js');
    await page.window.fetch('/products/add.js');
    await page.window.fetch('/cart/add.js');
    await until(() => expect(told(page)).toHaveLength(2));
    expect(page.requests.filter((address) => address === '/cart/add.js')).toHaveLength(1);
    // one at the start, the theme's own, one after the change: the stamp's request brought none
    expect(reads(page)).toBe(3);
  });

  it('is read after an XMLHttpRequest of the theme is done, however it ended', async () => {
    const ended: (() => void)[] = [];
    const opened: unknown[][] = [];
    const page = openTheme({
      before: (window) => {
        Object.assign(window.XMLHttpRequest.prototype, {
          open: (...args: unknown[]) => opened.push(args),
          addEventListener: (_: string, listener: () => void) => ended.push(listener),
        });
      },
    });
    page.loadClient();
    await until(() => expect(told(page)).toHaveLength(1));
    const request = new page.window.XMLHttpRequest();
    request.open('GET', '/cart.js');
    request.open('POST', '/cart/change.js', true);
    expect(opened).toEqual([
      ['GET', '/cart.js'],
      ['POST', '/cart/change.js', true],
    ]);
    expect(ended).toHaveLength(1);
    ended[0]?.();
    await until(() => expect(told(page)).toHaveLength(2));
  });

  it.each([
    ['resolves', () => Promise.resolve({ cart: null, userErrors: [{ message: 'sold out' }] })],
    ['rejects', () => Promise.reject(new Error('sold out'))],
    ['is missing', () => undefined],
  ])('is read after a standard event whose promise %s', async (_, promise) => {
    const page = openTheme();
    page.loadClient();
    await until(() => expect(told(page)).toHaveLength(1));
    document.dispatchEvent(storefrontEvent('cart:lines-update', { action: 'add', promise: promise() }));
    await until(() => expect(told(page)).toHaveLength(2));
  });

  it('is not read while a standard event’s change is under way', async () => {
    const page = openTheme();
    page.loadClient();
    await until(() => expect(told(page)).toHaveLength(1));
    let done = (): void => undefined;
    const promise = new Promise<void>((resolve) => (done = resolve));
    document.dispatchEvent(storefrontEvent('cart:lines-update', { action: 'add', promise }));
    await page.window.fetch('/cart/add.js');
    await until(() => expect(told(page)).toHaveLength(2));
    expect(reads(page)).toBe(2);
    done();
    await until(() => expect(told(page)).toHaveLength(3));
  });

  it('is read once for many changes at the same time', async () => {
    const page = openTheme();
    page.loadClient();
    await until(() => expect(told(page)).toHaveLength(1));
    await Promise.all([1, 2, 3, 4].map(() => page.window.fetch('/cart/add.js')));
    document.dispatchEvent(storefrontEvent('cart:lines-update', { promise: Promise.resolve() }));
    await until(() => expect(told(page)).toHaveLength(2));
    expect(reads(page)).toBe(2);
  });

  it('is read below the locale', async () => {
    const page = openTheme({ path: '/de/', shopify: { ...allowed, routes: { root: '/de/' } } });
    page.loadClient();
    await until(() => expect(told(page)).toHaveLength(1));
    expect(page.requests).toEqual(['/de/cart.js']);
  });

  it('survives an answer that is none, and is told the next time', async () => {
    let isDown = true;
    const page = openTheme({
      answer: (address) => (isDown && address === '/cart.js' ? new Response('slow down', { status: 429 }) : undefined),
    });
    page.loadClient();
    await until(() => expect(reads(page)).toBe(1));
    expect(told(page)).toEqual([]);
    isDown = false;
    await page.window.fetch('/cart/add.js');
    await until(() => expect(told(page)).toHaveLength(1));
  });

  it('is read again when the page comes back from the back-forward cache', async () => {
    const page = openTheme();
    page.loadClient();
    await until(() => expect(told(page)).toHaveLength(1));
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: false }));
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    await until(() => expect(told(page)).toHaveLength(2));
    expect(reads(page)).toBe(2);
  });

  it('is not asked for before the client is there: it would be for nobody', async () => {
    const page = openTheme();
    await page.window.fetch('/cart/add.js');
    page.loadClient();
    await until(() => expect(told(page)).toHaveLength(1));
    expect(reads(page)).toBe(1);
  });
});

describe('the stamp', () => {
  it('is put into a cart with items before the cart is told, beside the shop’s own attributes', async () => {
    const page = openTheme();
    page.cart = { ...fullCart, attributes: { gift: 'yes' } };
    page.loadClient();
    await until(() => expect(told(page)).toHaveLength(1));
    expect(page.cart.attributes).toEqual({ gift: 'yes', cartline_id: 'visitor-1' });
    expect(page.requests).toEqual(['/cart.js', 'POST /cart/update.js']);
  });

  it('is the token’s cause to change: the cart is told under the token that stays', async () => {
    const page = openTheme({
      answer: (address) =>
        address === '/cart/update.js' ? Response.json({ ...fullCart, token: 'tok2?key=secret' }) : undefined,
    });
    page.cart = fullCart;
    page.loadClient();
    await until(() => expect(told(page)).toMatchObject([{ cart_id: 'tok2' }]));
  });

  it('is left alone where it is right, and not put into an empty cart', async () => {
    const page = openTheme();
    page.loadClient();
    await until(() => expect(told(page)).toHaveLength(1));
    page.cart = { ...fullCart, attributes: { cartline_id: 'visitor-1' } };
    await page.window.fetch('/cart/add.js');
    await until(() => expect(told(page)).toHaveLength(2));
    expect(page.requests.filter((address) => address.startsWith('POST'))).toEqual([]);
  });

  it('is renewed after a logout', async () => {
    const page = openTheme();
    page.cart = { ...fullCart, attributes: { cartline_id: 'visitor-0' } };
    page.loadClient('visitor-2');
    await until(() => expect(page.cart.attributes).toEqual({ cartline_id: 'visitor-2' }));
  });

  it('that is refused costs nothing but itself', async () => {
    const page = openTheme({
      answer: (address) => (address === '/cart/update.js' ? new Response('', { status: 422 }) : undefined),
    });
    page.cart = fullCart;
    page.loadClient();
    await until(() => expect(told(page)).toMatchObject([{ cart_id: 'tok1', items: [{}] }]));
  });
});

describe('what is looked at', () => {
  const product = { id: 7, vendor: 'A', type: 'Oil', variants: [{ id: 8, price: 2700, name: 'Oil', sku: 'O' }] };
  const meta = { product, page: { pageType: 'product' } };

  it('is the page, once', () => {
    expect(openTheme().calls.filter(([method]) => method === 'page')).toHaveLength(1);
    expect(openTheme({ options: { page: 'off' } }).calls.filter(([method]) => method === 'page')).toHaveLength(0);
  });

  it('is a product by the page’s meta, and the theme’s event for the same does not say it again', () => {
    const page = openTheme({ path: '/products/oil?variant=8', meta });
    const event = { context: 'page', product: { id: 'gid://shopify/Product/7', title: 'Oil' } };
    document.dispatchEvent(storefrontEvent('product:view', event));
    expect(page.callsOf('product_viewed')).toEqual([
      {
        product_id: '7',
        variant_id: '8',
        name: 'Oil',
        price: 27,
        currency: 'EUR',
        sku: 'O',
        category: 'Oil',
        brand: 'A',
        url: 'https://shop.example/products/oil',
      },
    ]);
  });

  it('is a product by the theme’s event, also one that came before the script', () => {
    const page = openTheme({
      before: (window) => {
        window.cartlineEvents = collectEvents(document);
        document.dispatchEvent(storefrontEvent('product:view', { context: 'page', product: { id: 7, title: 'Oil' } }));
      },
    });
    document.dispatchEvent(
      storefrontEvent('product:view', { context: 'collection', product: { id: 9, title: 'Card' } }),
    );
    expect(page.callsOf('product_viewed')).toMatchObject([{ product_id: '7', name: 'Oil' }]);
  });

  it('is a product by the Ajax API where the page says nothing', async () => {
    const page = openTheme({
      path: '/de/products/oil',
      shopify: { ...allowed, routes: { root: '/de/' } },
      answer: (address) =>
        address === '/de/products/oil.js' ? Response.json({ ...product, title: 'Oil' }) : undefined,
    });
    await until(() =>
      expect(page.callsOf('product_viewed')).toMatchObject([
        { product_id: '7', price: 27, url: 'https://shop.example/de/products/oil' },
      ]),
    );
  });

  it('is a collection by the address or the event, once', () => {
    const page = openTheme({ path: '/collections/summer' });
    document.dispatchEvent(
      storefrontEvent('collection:view', { collection: { id: null, handle: 'summer', productsCount: 3 } }),
    );
    expect(page.callsOf('product_list_viewed')).toEqual([{ list_id: 'summer' }]);
  });

  it('is a search by the address; one that the theme refines is told when it is answered', async () => {
    const page = openTheme({ path: '/search?q=oil&type=product' });
    expect(page.callsOf('products_searched')).toEqual([{ query: 'oil', results_count: undefined }]);
    const refine = (query: string, promise: Promise<unknown>): boolean =>
      document.dispatchEvent(storefrontEvent('search:update', { search: { query }, promise }));
    refine('night', Promise.reject(new DOMException('aborted', 'AbortError')));
    refine('night oil', Promise.resolve({ totalCount: 2 }));
    await until(() =>
      expect(page.callsOf('products_searched').slice(1)).toEqual([{ query: 'night oil', results_count: 2 }]),
    );
  });

  it('is the cart: its page once, its drawer as often as it opens, with what is in it', async () => {
    const page = openTheme({ path: '/cart' });
    page.cart = { ...fullCart, attributes: { cartline_id: 'visitor-1' } };
    page.loadClient();
    document.dispatchEvent(storefrontEvent('cart:view', { context: 'page', cart: null }));
    await until(() => expect(page.callsOf('cart_viewed')).toHaveLength(1));
    document.dispatchEvent(storefrontEvent('cart:view', { context: 'dialog', cart: null }));
    await until(() => expect(page.callsOf('cart_viewed')).toHaveLength(2));
    expect(page.callsOf('cart_viewed')[1]).toMatchObject({ cart_id: 'tok1', items: [{ name: line.product_title }] });
  });
});
