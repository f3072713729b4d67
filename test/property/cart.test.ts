import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beyond, valueOf } from '../../src/client/core/cart.ts';
import type { LineItem } from '../../src/schema.ts';
import { runsOf, seeds } from './runs.ts';

/** Few products and variants, so that lines meet, and stand in a cart twice. */
const line: fc.Arbitrary<LineItem> = fc
  .record({
    product_id: fc.constantFrom('a', 'b', 'c'),
    variant_id: fc.constantFrom(undefined, 'x', 'y'),
    quantity: fc.integer({ min: 1, max: 9 }),
    cents: fc.integer({ min: 0, max: 100_000 }),
  })
  .map(({ product_id, variant_id, quantity, cents }) => ({
    ...{ product_id, name: product_id, price: cents / 100, quantity, category: 'Face', sku: product_id },
    ...(variant_id && { variant_id }),
  }));
const cart = fc.array(line, { maxLength: 8 });

const quantities = (...parts: readonly (readonly [readonly LineItem[], 1 | -1])[]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const [items, sign] of parts) {
    for (const { product_id, variant_id, quantity } of items) {
      const key = `${product_id} ${variant_id ?? ''}`;
      sums[key] = (sums[key] ?? 0) + sign * quantity;
      if (!sums[key]) delete sums[key];
    }
  }
  return sums;
};

describe.each(seeds)('two snapshots of a cart (%s seed %i)', (_, seed) => {
  const settings = { numRuns: runsOf(300) / 2, seed };

  it('differ by what was added and what was removed, and by nothing else', () => {
    const differ = fc.property(cart, cart, (before, after) => {
      const [added, removed] = [beyond(after, before), beyond(before, after)];
      expect(quantities([before, 1], [added, 1], [removed, -1])).toEqual(quantities([after, 1]));
      expect([...added, ...removed].every(({ quantity }) => quantity >= 1)).toBe(true);
    });
    fc.assert(differ, settings);
  });

  it('are the same whatever the order of their lines', () => {
    const same = fc.property(
      cart.chain((items) => fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length }))),
      ([items, shuffled]) => {
        expect(beyond(items, shuffled)).toEqual([]);
      },
    );
    fc.assert(same, settings);
  });

  it('are worth what their lines are worth, to the cent', () => {
    const worth = fc.property(cart, (items) => {
      const cents = items.reduce((sum, { price, quantity }) => sum + Math.round(price * 100) * quantity, 0);
      expect(valueOf(items)).toBe(cents / 100);
    });
    fc.assert(worth, settings);
  });
});
