import { describe, expect, it } from 'vitest';
import { beyond, isSameLine, normaliseCartId, valueOf } from '../../../../src/client/core/cart.ts';

const line = (product_id: string, quantity: number, more: object = {}): Parameters<typeof valueOf>[0][number] => ({
  product_id,
  name: product_id,
  price: 1,
  quantity,
  sku: product_id,
  category: 'Face',
  ...more,
});

describe('a cart id', () => {
  it.each([
    ['gid://shopify/Cart/abc?key=secret', 'abc'],
    ['abc?key=secret', 'abc'],
    ['gid://shopify/Cart/abc', 'abc'],
    ['abc', 'abc'],
    ['a?b?c', 'a'],
    ['x gid://shopify/Cart/abc', 'x gid://shopify/Cart/abc'],
  ])('%s leaves the page as %s', (id, normal) => {
    expect(normaliseCartId(id)).toBe(normal);
  });
});

describe('the value of items', () => {
  it('is price times quantity of each, without the dust of binary fractions', () => {
    expect(valueOf([line('a', 3, { price: 0.1 }), line('b', 1, { price: 19.99 })])).toBe(20.29);
    expect(valueOf([line('a', 2, { price: 1.005 })])).toBe(2.01);
  });

  it('is nothing for an empty cart, and takes a line without a price for free', () => {
    expect(valueOf([])).toBe(0);
    expect(valueOf([line('a', 2, { price: undefined }), line('b', 2)])).toBe(2);
  });
});

describe('two lines', () => {
  it.each(['product_id', 'variant_id', 'bundle_id', 'subscription_id'])('are two when their %s differs', (key) => {
    const a = { product_id: 'p', variant_id: 'v', bundle_id: 'b', subscription_id: 's' };
    expect(isSameLine(a, { ...a })).toBe(true);
    expect(isSameLine(a, { ...a, [key]: 'other' })).toBe(false);
  });

  it('are two when the same id stands for another thing', () => {
    expect(isSameLine({ product_id: 'p', variant_id: 'x' }, { product_id: 'p', bundle_id: 'x' })).toBe(false);
  });
});

describe('what one cart has beyond another', () => {
  it('is the lines that are new, and the difference where there are more', () => {
    const before = [line('a', 1), line('b', 2)];
    expect(beyond([line('a', 3), line('b', 2), line('c', 1)], before)).toEqual([line('a', 2), line('c', 1)]);
  });

  it('is nothing where there are fewer', () => {
    expect(beyond([line('a', 1)], [line('a', 2)])).toEqual([]);
  });

  it('counts a line that stands twice together', () => {
    expect(beyond([line('a', 2), line('a', 2)], [line('a', 3)])).toEqual([line('a', 1)]);
    expect(beyond([line('a', 3)], [line('a', 1), line('a', 1)])).toEqual([line('a', 1)]);
    expect(beyond([line('a', 1), line('a', 5)], [line('a', 2), line('a', 1)])).toEqual([line('a', 3)]);
  });
});
