import { createCartline } from 'cartline';
import { followDataLayer, type DataLayer, type DataLayerOptions } from 'cartline/data-layer';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Cart } from '../../../src/index.ts';
import { createRecorder, type Recorder } from './recorder.ts';

type Layered = { dataLayer?: unknown[] };
const page = window as unknown as Layered;

const follow = (options?: DataLayerOptions): Recorder & { layer: DataLayer } => {
  const recorder = createRecorder();
  return { ...recorder, layer: followDataLayer(recorder.client as never, options) };
};
/** gtag pushes its arguments object, not an array. */
function gtag(..._: unknown[]): void {
  // eslint-disable-next-line prefer-rest-params -- it is what gtag.js does
  page.dataLayer!.push(arguments);
}
const carts = ({ calls }: Recorder): Cart[] =>
  calls.flatMap(([method, cart]) => (method === 'cart' ? [cart as Cart] : []));
const lines = (cart: Cart | undefined): unknown => cart?.items.map((item) => [item.product_id, item.quantity]);

const cleanser = {
  item_id: 'p1',
  item_name: 'Cleanser',
  price: 24,
  quantity: 1,
  item_category: 'Face',
  item_variant: '150 ml',
};

beforeEach(() => {
  page.dataLayer = [];
  localStorage.clear();
});
afterEach(() => vi.restoreAllMocks());

describe('a data layer', () => {
  it('is read from its beginning, and every push after it', () => {
    page.dataLayer!.push({ event: 'view_item', ecommerce: { currency: 'EUR', items: [cleanser] } });
    const { calls } = follow();
    page.dataLayer!.push({ ecommerce: null }, { event: 'search', search_term: 'balm' });
    expect(calls).toEqual([
      [
        'track',
        'product_viewed',
        { product_id: 'p1', name: 'Cleanser', price: 24, category: 'Face', variant: '150 ml', currency: 'EUR' },
      ],
      ['track', 'products_searched', { query: 'balm' }],
    ]);
  });

  it('is made where there is none yet, and passes pushes on', () => {
    delete page.dataLayer;
    const { names } = follow();
    expect(page.dataLayer!.push({ event: 'sign_up', method: 'footer' })).toBe(1);
    expect(page.dataLayer).toHaveLength(1);
    expect(names()).toEqual(['signed_up']);
  });

  it('is followed once, however often that is asked for', () => {
    const { names, layer } = follow();
    expect(followDataLayer(createRecorder().client as never)).toBe(layer);
    page.dataLayer!.push({ event: 'sign_up' });
    expect(names()).toEqual(['signed_up']);
  });

  it('is followed no longer after stop', () => {
    const { names, layer } = follow();
    layer.stop();
    page.dataLayer!.push({ event: 'sign_up' });
    expect(names()).toEqual([]);
  });

  it('with entries that are not what they seem breaks nobody', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const wild = {
      get event(): string {
        throw new Error('no');
      },
    };
    const { names } = follow();
    page.dataLayer!.push(null, 'text', 7, [], {}, () => 1, wild, { event: 'add_to_cart' }, { event: 'sign_up' });
    expect(names().at(-1)).toBe('signed_up');
    expect(warn).toHaveBeenCalledOnce();
  });

  it('of another name is followed by that name', () => {
    (window as unknown as Record<string, unknown>)['layer2'] = [{ event: 'sign_up' }];
    expect(follow({ name: 'layer2' }).names()).toEqual(['signed_up']);
  });
});

describe('the forms of a push', () => {
  const added = { product_id: 'p1', name: 'Cleanser', price: 24, quantity: 1 };
  it.each([
    [
      'GA4',
      {
        event: 'add_to_cart',
        ecommerce: { currency: 'EUR', items: [{ item_id: 'p1', item_name: 'Cleanser', price: 24 }] },
      },
      added,
    ],
    [
      'Universal Analytics',
      {
        event: 'addToCart',
        ecommerce: {
          currencyCode: 'EUR',
          add: { products: [{ id: 'p1', name: 'Cleanser', price: '24.00', quantity: 1 }] },
        },
      },
      added,
    ],
    [
      'an old plugin without any event',
      { ecommerce: { currencyCode: 'EUR', add: { products: [{ id: 'p1', name: 'Cleanser', price: '24,00' }] } } },
      added,
    ],
    [
      'Elevar',
      {
        event: 'dl_add_to_cart',
        ecommerce: {
          currencyCode: 'EUR',
          add: {
            products: [
              { id: 'CL-150', product_id: 'p1', variant_id: 'v1', name: 'Cleanser', price: '24.00', quantity: '1' },
            ],
          },
        },
      },
      { ...added, variant_id: 'v1', sku: 'CL-150' },
    ],
    [
      'WooCommerce, without currency or value',
      { event: 'add_to_cart', ecommerce: { items: [{ item_id: '#12', item_name: 'Cleanser', price: 24 }] } },
      { ...added, product_id: '12' },
    ],
  ])('are all one: %s', (_, push, item) => {
    const recorder = follow();
    page.dataLayer!.push(push);
    expect(carts(recorder)[0]?.items).toEqual([item]);
  });

  it('are one in gtag too', () => {
    const { calls } = follow();
    gtag('js', new Date());
    gtag('config', 'G-1');
    gtag('event', 'view_item_list', { item_list_id: 'sale', items: [cleanser] });
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject([
      'track',
      'product_list_viewed',
      { list_id: 'sale', items: [{ product_id: 'p1' }] },
    ]);
  });
});

describe('the cart, which the layer only tells in changes', () => {
  it('is put together from them under one id', () => {
    const recorder = follow();
    const balm = { item_id: 'p2', price: 18, quantity: 2 };
    page.dataLayer!.push({ event: 'add_to_cart', ecommerce: { currency: 'EUR', items: [cleanser] } });
    page.dataLayer!.push({ event: 'add_to_cart', ecommerce: { currency: 'EUR', items: [balm] } });
    page.dataLayer!.push({ event: 'add_to_cart', ecommerce: { currency: 'EUR', items: [cleanser] } });
    page.dataLayer!.push({
      event: 'remove_from_cart',
      ecommerce: { currency: 'EUR', items: [{ ...balm, quantity: 1 }] },
    });
    expect(carts(recorder).map(lines)).toEqual([
      [['p1', 1]],
      [
        ['p1', 1],
        ['p2', 2],
      ],
      [
        ['p1', 2],
        ['p2', 2],
      ],
      [
        ['p1', 2],
        ['p2', 1],
      ],
    ]);
    expect(new Set(carts(recorder).map(({ cart_id }) => cart_id)).size).toBe(1);
  });

  it('is what view_cart and begin_checkout show, whatever was known before', () => {
    const recorder = follow();
    page.dataLayer!.push({ event: 'add_to_cart', ecommerce: { currency: 'EUR', items: [cleanser] } });
    page.dataLayer!.push({ event: 'view_cart', ecommerce: { currency: 'EUR', items: [{ ...cleanser, quantity: 3 }] } });
    page.dataLayer!.push({
      event: 'begin_checkout',
      ecommerce: { currency: 'EUR', items: [{ ...cleanser, quantity: 3 }] },
    });
    expect(recorder.names()).toEqual(['cart', 'cart', 'cart_viewed', 'cart', 'checkout_started']);
    expect(recorder.calls[4]?.[2]).toEqual(carts(recorder)[2]);
    expect(lines(carts(recorder)[2])).toEqual([['p1', 3]]);
  });

  it('stays as it is where a step of the checkout names no lines', () => {
    const recorder = follow();
    page.dataLayer!.push({ event: 'add_to_cart', ecommerce: { currency: 'EUR', items: [cleanser] } });
    page.dataLayer!.push({ event: 'add_shipping_info', ecommerce: { currency: 'EUR' } });
    const { cart_id } = carts(recorder)[0]!;
    expect(recorder.calls.at(-1)).toEqual(['track', 'checkout_progressed', { cart_id, step: 'shipping' }]);
    expect(lines(carts(recorder).at(-1))).toEqual([['p1', 1]]);
  });

  it('is the one that the client saw last, in another tab or before a reload', () => {
    const kept = { cart_id: 'c9', currency: 'EUR', items: [{ product_id: 'p2', quantity: 1, price: 18 }] };
    localStorage.setItem('cl_cart', JSON.stringify(kept));
    const recorder = follow();
    page.dataLayer!.push({ event: 'add_to_cart', ecommerce: { currency: 'EUR', items: [cleanser] } });
    expect(carts(recorder)[0]?.cart_id).toBe('c9');
    expect(lines(carts(recorder)[0])).toEqual([
      ['p2', 1],
      ['p1', 1],
    ]);
    localStorage.setItem('cl_cart', JSON.stringify({ ...kept, stage: 'bought' }));
    page.dataLayer!.push({ event: 'add_to_cart', ecommerce: { currency: 'EUR', items: [cleanser] } });
    expect(carts(recorder)[1]?.cart_id).not.toBe('c9');
  });

  it('tracks what was added and removed through the client itself', async () => {
    vi.stubGlobal('fetch', () => new Promise(() => undefined));
    const client = createCartline({ relay: 'https://relay.example', writeKey: 'wk_layer' });
    const set = vi.spyOn(client.cart, 'set');
    followDataLayer(client);
    page.dataLayer!.push({ event: 'add_to_cart', ecommerce: { currency: 'EUR', items: [cleanser] } });
    page.dataLayer!.push({ event: 'remove_from_cart', ecommerce: { currency: 'EUR', items: [cleanser] } });
    expect(set).toHaveBeenCalledTimes(2);
    expect(JSON.parse(localStorage.getItem('cl_cart')!)).toMatchObject({ items: [], currency: 'EUR' });
    await Promise.resolve();
    vi.unstubAllGlobals();
  });
});

describe('a purchase', () => {
  const purchase = {
    event: 'purchase',
    user_data: { email: 'Jane@Example.com', phone_number: '+4915112345678' },
    ecommerce: {
      transaction_id: '1001',
      value: '49.00',
      tax: 7.8,
      currency: 'EUR',
      coupon: 'WELCOME',
      items: [cleanser],
    },
  };

  it('says who it was, and begins another cart: the order itself comes from the back end', () => {
    const recorder = follow();
    page.dataLayer!.push({ event: 'add_to_cart', ecommerce: { currency: 'EUR', items: [cleanser] } }, purchase);
    expect(recorder.names()).toEqual(['cart', 'identify', 'cart']);
    expect(recorder.calls[1]?.[1]).toEqual({
      email: 'Jane@Example.com',
      phone: '+4915112345678',
      source: 'data_layer',
    });
    const [bought, next] = carts(recorder);
    expect(next?.items).toEqual([]);
    expect(next?.cart_id).not.toBe(bought?.cart_id);
  });

  it('is an order where the shop says that orders come from the browser', () => {
    const recorder = follow({ orders: 'browser' });
    page.dataLayer!.push({ event: 'add_to_cart', ecommerce: { currency: 'EUR', items: [cleanser] } }, purchase);
    expect(recorder.names()).toEqual(['cart', 'identify', 'order_completed', 'cart']);
    expect(recorder.calls[2]?.[2]).toMatchObject({
      order_id: '1001',
      cart_id: carts(recorder)[0]?.cart_id,
      total: 49,
      tax: 7.8,
      currency: 'EUR',
      discount_codes: ['WELCOME'],
      items: [{ product_id: 'p1', quantity: 1 }],
    });
  });

  it('of Universal Analytics is read from its actionField', () => {
    const { calls } = follow({ orders: 'browser', currency: 'USD' });
    page.dataLayer!.push({
      ecommerce: {
        purchase: {
          actionField: { id: 'T7', revenue: '35.43' },
          products: [{ id: 'p1', price: '15.25', quantity: 2 }],
        },
      },
    });
    expect(calls[0]).toMatchObject([
      'track',
      'order_completed',
      { order_id: 'T7', total: 35.43, currency: 'USD', items: [{ product_id: 'p1', price: 15.25, quantity: 2 }] },
    ]);
  });
});

describe('who it is', () => {
  it('is said once a page, in whichever form', () => {
    const { calls } = follow();
    gtag('set', 'user_data', { email: 'jane@example.com' });
    page.dataLayer!.push({ event: 'dl_user_data', user_properties: { customer_email: 'jane@example.com' } });
    page.dataLayer!.push({ event: 'login', user_data: { email: ['jane@example.com'] } });
    expect(calls).toEqual([['identify', { email: 'jane@example.com', source: 'data_layer' }]]);
  });

  it('is not taken from a hash', () => {
    const { calls } = follow();
    page.dataLayer!.push({
      event: 'login',
      user_data: { sha256_email_address: 'a'.repeat(64), email: 'a'.repeat(64) },
    });
    expect(calls).toEqual([]);
  });
});

describe('what pushes lack', () => {
  it('is counted by event and property, and sent all the same', () => {
    const { layer, names } = follow();
    page.dataLayer!.push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: 'p1', price: '1.234.00' }] } });
    page.dataLayer!.push({
      event: 'add_to_cart',
      ecommerce: { currency: 'EUR', items: [{ ...cleanser, item_sku: 's' }] },
    });
    expect(names()).toEqual(['cart', 'cart']);
    expect(layer.report()).toEqual({
      add_to_cart: { seen: 2, missing: { price: 1, name: 1, category: 1, sku: 1, currency: 1 } },
    });
  });
});
