import { describe, expect, it } from 'vitest';
import { productOfEvent, productOfPage } from '../../../../src/storefronts/shopify-theme/product-view.ts';

const page = { variant: null, currency: 'EUR', url: 'https://shop.example/products/night-oil', image: undefined };

/** As `content_for_header` writes it: hundredths, no title. */
const meta = {
  id: 632_910_392,
  gid: 'gid://shopify/Product/632910392',
  vendor: 'Alder & Rue',
  type: 'Oil',
  variants: [
    { id: 39_072_856, price: 2700, name: 'Night Oil - 30 ml', public_title: '30 ml', sku: 'NO-30' },
    { id: 39_072_857, price: 4900, name: 'Night Oil - 50 ml', public_title: '50 ml', sku: '' },
  ],
};

/** As `/products/night-oil.js` answers. */
const ajax = {
  id: 632_910_392,
  title: 'Night Oil',
  vendor: 'Alder & Rue',
  type: '',
  variants: [{ id: 39_072_856, title: '30 ml', price: 270_000, sku: null }],
};

const viewed = {
  product_id: '632910392',
  variant_id: '39072856',
  name: 'Night Oil',
  price: 27,
  currency: 'EUR',
  sku: 'NO-30',
  category: 'Oil',
  brand: 'Alder & Rue',
  url: 'https://shop.example/products/night-oil',
};

describe('the product of a page', () => {
  it.each([
    { title: 'meta.product, its first variant', in: [meta, page], out: viewed },
    {
      title: 'the variant that the address names; an empty sku is left out',
      in: [meta, { ...page, variant: '39072857' }],
      out: { ...viewed, variant_id: '39072857', price: 49, sku: undefined },
    },
    {
      title: 'the Ajax API’s product, in a currency without cents, in hundredths all the same',
      in: [ajax, { ...page, currency: 'KRW' }],
      out: { ...viewed, price: 2700, currency: 'KRW', sku: undefined, category: undefined },
    },
    {
      title: 'a product that is free, and has an image',
      in: [
        { ...meta, variants: [{ id: 1, price: 0, name: 'Sample', public_title: null }] },
        { ...page, image: 'https://cdn.example/1.jpg' },
      ],
      out: {
        ...viewed,
        variant_id: '1',
        name: 'Sample',
        price: 0,
        sku: undefined,
        image_url: 'https://cdn.example/1.jpg',
      },
    },
    {
      title: 'a product without variants',
      in: [{ id: 7 }, page],
      out: { product_id: '7', currency: 'EUR', url: page.url },
    },
    { title: 'a page without a product', in: [undefined, page], out: undefined },
    { title: 'something else under the name', in: ['product', page], out: undefined },
  ])('$title', ({ in: [product, surroundings], out }) => {
    const read = productOfPage(product, surroundings as typeof page);
    expect(read && JSON.parse(JSON.stringify(read))).toEqual(out && JSON.parse(JSON.stringify(out)));
  });
});

describe('shopify:product:view', () => {
  const product = {
    id: 'gid://shopify/Product/632910392',
    title: 'Night Oil',
    handle: 'night-oil',
    selectedVariant: {
      id: 'gid://shopify/ProductVariant/39072856',
      title: '30 ml',
      availableForSale: true,
      price: { amount: '27.0', currencyCode: 'EUR' },
      selectedOptions: [],
    },
  };
  const url = 'https://shop.example/products/night-oil';
  const out = { product_id: '632910392', variant_id: '39072856', name: 'Night Oil', price: 27, currency: 'EUR', url };

  it.each([
    { title: 'of a product page', in: { context: 'page', product }, out },
    {
      title: 'with bare ids, as Liquid’s filter writes them',
      in: {
        context: 'page',
        product: { ...product, id: 632_910_392, selectedVariant: { ...product.selectedVariant, id: 39_072_856 } },
      },
      out,
    },
    {
      title: 'without a chosen variant',
      in: { context: 'page', product: { ...product, selectedVariant: null } },
      out: { product_id: '632910392', name: 'Night Oil', url },
    },
    { title: 'of a card in a list: not looked at', in: { context: 'collection', product }, out: undefined },
    { title: 'of a recommendation: not looked at', in: { context: 'recommendation', product }, out: undefined },
    { title: 'of an older shape', in: { detail: { product } }, out: undefined },
  ])('$title', ({ in: event, out: expected }) => {
    expect(productOfEvent(event, url)).toEqual(expected);
  });
});
