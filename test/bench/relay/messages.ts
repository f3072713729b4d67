import { ulidTime } from '../../../src/client/core/ulid.ts';
import type { TrackMessage } from '../../../src/schema.ts';

/** Visitors whom nobody knows. Whoever comes is one of them: some are new to the store, most are not. */
export const VISITORS = 100_000;
const PRODUCTS = 500;

const below = (end: number): number => Math.floor(Math.random() * end);

/** As many hexadecimal digits as a ULID has random characters. */
const randomPart = (): string =>
  Array.from({ length: 2 }, () =>
    below(2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  )
    .join('')
    .toUpperCase();

/** The form of what a page sends, about 430 bytes: a view of some product, by one of the visitors, under a ULID of this moment. */
export const productViewed = (now: number): TrackMessage => {
  const product = below(PRODUCTS);
  return {
    type: 'track',
    event: 'product_viewed',
    messageId: ulidTime(now) + randomPart(),
    anonymousId: `visitor-${below(VISITORS)}`,
    timestamp: new Date(now).toISOString(),
    properties: {
      product_id: `p${product}`,
      name: 'Cleanser with a longer name',
      price: 24,
      currency: 'EUR',
      category: 'skin',
    },
    context: { plan: '1', page: { url: `https://shop.example/products/p${product}`, title: 'Cleanser' } },
  };
};
