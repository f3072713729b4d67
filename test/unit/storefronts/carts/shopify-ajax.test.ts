import { describe, expect, it } from 'vitest';
import { readShopifyAjaxCart } from '../../../../src/storefronts/carts/shopify-ajax.ts';

/** As `/cart.js` answers, without what is not read. */
const item = {
  id: 39897499828224,
  properties: {},
  quantity: 2,
  variant_id: 39897499828224,
  key: '39897499828224:8b6c1d',
  title: 'Cleanser - 150 ml',
  price: 2400,
  original_price: 2400,
  discounted_price: 2160,
  line_price: 4320,
  final_price: 2160,
  final_line_price: 4320,
  sku: 'CL-150',
  vendor: 'Alder & Rue',
  product_id: 6655,
  product_title: 'Cleanser',
  product_type: 'Face',
  variant_title: '150 ml',
  url: '/products/cleanser?variant=39897499828224',
  image: '//cdn.shopify.com/s/files/1/cleanser.jpg?v=1',
  handle: 'cleanser',
};
const cart = {
  token: 'Z2NwLWV1?key=secret',
  note: null,
  item_count: 2,
  currency: 'EUR',
  items: [item],
};
const origin = 'https://shop.example';

describe('readShopifyAjaxCart', () => {
  it('reads what /cart.js answers, and cuts the secret off its token', () => {
    expect(readShopifyAjaxCart(cart, origin)).toEqual({
      cart_id: 'Z2NwLWV1',
      currency: 'EUR',
      items: [
        {
          product_id: '6655',
          variant_id: '39897499828224',
          quantity: 2,
          price: 21.6,
          name: 'Cleanser',
          variant: '150 ml',
          sku: 'CL-150',
          category: 'Face',
          brand: 'Alder & Rue',
          url: 'https://shop.example/products/cleanser?variant=39897499828224',
          image_url: 'https://cdn.shopify.com/s/files/1/cleanser.jpg?v=1',
        },
      ],
    });
  });

  it('takes prices for hundredths in a currency that has none', () => {
    const yen = readShopifyAjaxCart({ ...cart, currency: 'JPY', items: [{ ...item, final_price: 120000 }] }, origin);
    expect(yen?.items[0]?.price).toBe(1200);
  });

  it('leaves out what the theme does not say', () => {
    const bare = {
      id: 1,
      product_id: 2,
      quantity: 1,
      price: 500,
      product_title: 'Soap',
      sku: '',
      image: null,
    };
    expect(JSON.parse(JSON.stringify(readShopifyAjaxCart({ ...cart, items: [bare] })))).toEqual({
      cart_id: 'Z2NwLWV1',
      currency: 'EUR',
      items: [
        {
          product_id: '2',
          variant_id: '1',
          quantity: 1,
          price: 5,
          name: 'Soap',
        },
      ],
    });
  });

  it('reads an empty cart', () => {
    expect(readShopifyAjaxCart({ ...cart, items: [] })).toEqual({
      cart_id: 'Z2NwLWV1',
      currency: 'EUR',
      items: [],
    });
  });

  it.each([
    ['nothing', null],
    ['a text', 'cart'],
    ['an error of Shopify', { status: 404, message: 'Not Found' }],
    ['a cart without a currency', { ...cart, currency: undefined }],
    ['a line without an id', { ...cart, items: [{ quantity: 1, price: 1 }] }],
    ['a line without a quantity', { ...cart, items: [{ ...item, quantity: undefined }] }],
    ['a line with a price in words', { ...cart, items: [{ ...item, final_price: 'free' }] }],
    ['a line that is null', { ...cart, items: [null] }],
  ])('is undefined for %s', (_, other) => {
    expect(readShopifyAjaxCart(other, origin)).toBeUndefined();
  });
});
