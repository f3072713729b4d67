import {
  isOptimisticCart,
  readBigCommerceCart,
  readCart,
  readCommercetoolsCart,
  readMedusaCart,
  readPlainCart,
  readShopifyAjaxCart,
  readShopifyStorefrontCart,
  readWooCommerceCart,
} from 'cartline/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { examples, storefront } from './examples.ts';

const readers = {
  readShopifyStorefrontCart,
  readShopifyAjaxCart,
  readMedusaCart,
  readCommercetoolsCart,
  readBigCommerceCart,
  readWooCommerceCart,
  readPlainCart,
};

describe('readCart', () => {
  it.each(examples)('reads a cart of $platform', ({ in: cart, out }) => {
    expect(readCart(cart, 'woo-1')).toStrictEqual(out);
  });

  it.each(examples)('leaves a cart of $platform to one reader only', ({ in: cart }) => {
    const takers = Object.entries(readers).filter(([, read]) => read(cart, 'woo-1'));
    expect(takers).toHaveLength(1);
  });

  it.each([
    ['nothing', null],
    ['a number', 7],
    ['an empty object', {}],
    ['an answer of an API that failed', { errors: [{ message: 'no cart' }] }],
    ['a cart without its lines', { id: 'cart_01J', currency_code: 'eur' }],
    ['a line without an id', { cart_id: 'c', currency: 'EUR', items: [{ quantity: 1, price: 1 }] }],
    [
      'a line with a price in words',
      {
        cart_id: 'c',
        currency: 'EUR',
        items: [{ product_id: 'p', quantity: 1, price: 'x' }],
      },
    ],
    [
      'a line of none',
      {
        cart_id: 'c',
        currency: 'EUR',
        items: [{ product_id: 'p', quantity: 0, price: 1 }],
      },
    ],
  ])('is undefined for %s', (_, cart) => {
    expect(readCart(cart)).toBeUndefined();
  });
});

describe('a cart of WooCommerce, which has no id', () => {
  const cart = { items: [], totals: { currency_code: 'EUR' } };
  const keep = (snapshot: object): void => {
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => (key === 'cl_cart' ? JSON.stringify(snapshot) : null),
    });
  };
  afterEach(() => vi.unstubAllGlobals());

  it('gets one that cannot be guessed and stays for the page', () => {
    const id = readCart(cart)?.cart_id;
    expect(id).toMatch(/^\d+(-\d+){3}$/);
    expect(readCart(cart)?.cart_id).toBe(id);
  });

  it('keeps the id of the cart that the client saw last', () => {
    keep({ cart_id: 'c9' });
    expect(readCart(cart)?.cart_id).toBe('c9');
  });

  it('is another one after the order', () => {
    const id = readCart(cart)?.cart_id;
    keep({ cart_id: id, stage: 'bought' });
    expect(readCart(cart)?.cart_id).not.toBe(id);
  });
});

describe('isOptimisticCart', () => {
  const [line] = storefront.lines.nodes;

  it.each([
    ["Hydrogen's mark on the cart", { ...storefront, isOptimistic: true }],
    ["Hydrogen's mark on a line", { ...storefront, lines: { nodes: [{ ...line, isOptimistic: true }] } }],
    ['a line without an id', { ...storefront, lines: [{ ...line, id: undefined }] }],
  ])('is true for %s', (_, cart) => {
    expect(isOptimisticCart(cart)).toBe(true);
  });

  it.each(examples)('is false for a cart of $platform', ({ in: cart }) => {
    expect(isOptimisticCart(cart)).toBe(false);
  });
});
