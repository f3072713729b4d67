import type { FeedEntry } from '../../../../src/relay/store/store.ts';

type Sample = Omit<FeedEntry, 'revision'>;

const cart = {
  cart_id: 'c_12ab90ef',
  currency: 'EUR',
  value: 49,
  items: [
    { product_id: 'p1', quantity: 1, name: 'Milk Cleanser', price: 24, sku: 'MC-150' },
    { product_id: 'p2', quantity: 1, name: 'Rosehip Oil', price: 25, sku: 'RO-30' },
  ],
};

const visitor = 'a1b2c3d4-5e6f-4a7b-8c9d-0e1f2a3b4c5d';
const ada = { id: 'person-1', email: 'ada@example.com', userId: 'c_42' };

/** A feed with every state that there is; `at` is the time of the newest entry, Unix milliseconds. */
export const sampleFeed = (at: number): Sample[] => {
  let seq = 0;
  const entry = (secondsAgo: number, event: string | undefined, body: object, rest: Partial<Sample>): Sample => ({
    kind: 'message',
    seq: ++seq,
    receivedAt: at - secondsAgo * 1000,
    occurredAt: at - secondsAgo * 1000 - 400,
    source: 'browser',
    type: event === undefined ? 'identify' : 'track',
    ...(event !== undefined && { event }),
    messageId: `01JD9Z0000000000000000${String(seq).padStart(4, '0')}`,
    anonymousId: visitor,
    incomplete: [],
    deliveries: [],
    body,
    ...rest,
  });
  const to = (state: FeedEntry['deliveries'][number]['state'], more: object = {}): Pick<Sample, 'deliveries'> => ({
    deliveries: [{ destination: 'customerio', state, attempts: 0, ...more }],
  });
  return [
    entry(
      3600,
      undefined,
      { type: 'page', properties: { path: '/products/milk-cleanser', title: 'Milk Cleanser – Dewfall' } },
      { type: 'page', person: ada, ...to('delivered') },
    ),
    entry(
      3590,
      'product_viewed',
      { properties: { product_id: 'p1', name: 'Milk Cleanser', price: 24, currency: 'EUR' } },
      { person: ada, ...to('delivered') },
    ),
    entry(
      3560,
      'added_to_cart',
      { properties: { ...cart, added: cart.items.slice(0, 1) } },
      { person: ada, ...to('delivered') },
    ),
    entry(
      3500,
      undefined,
      { traits: { email: 'ada@example.com', first_name: 'Ada', source: 'popup' } },
      { person: ada, ...to('delivered') },
    ),
    entry(
      1200,
      'order_completed',
      { properties: { order_id: '1001', items: cart.items, total: 53.9, currency: 'EUR', cart_id: cart.cart_id } },
      {
        person: ada,
        ...to('withheld', { reason: 'orders come from the server' }),
      },
    ),
    entry(
      1198,
      'order_completed',
      { properties: { order_id: '1001', items: cart.items, total: 53.9, currency: 'EUR', cart_id: cart.cart_id } },
      {
        person: ada,
        source: 'server',
        ...to('delivered'),
      },
    ),
    entry(
      600,
      'add_to_cart',
      { event: 'add_to_cart', properties: { product: 'p1' } },
      {
        kind: 'quarantined',
        source: 'gtm',
        rejection: {
          code: 'unknown_event',
          path: '/event',
          reason: 'the plan has no event "add_to_cart": did you mean "added_to_cart"?',
        },
      },
    ),
    entry(
      420,
      'subscription_paused',
      { properties: { subscription_id: 's_9', status: 'paused' } },
      {
        person: { id: 'person-2', email: 'grace.hopper.with.a.long.address@very-long-domain.example' },
        source: 'recharge',
        ...to('dead', {
          attempts: 1,
          reason: 'Customer.io answered 400: attributes.next_charge_at: must be a unix timestamp',
        }),
      },
    ),
    entry(
      60,
      'checkout_started',
      { properties: { ...cart, checkout_id: 'chk_77' } },
      {
        person: ada,
        ...to('pending', { attempts: 3, reason: 'Customer.io answered 503', nextAttemptAt: at + 42_000 }),
      },
    ),
    entry(25, 'products_searched', { properties: { query: 'serum', results_count: 4 } }, to('held')),
    entry(
      12,
      'product_viewed',
      { properties: { product_id: 'p7', name: 'Dewfall Serum' } },
      { incomplete: ['price', 'currency'], ...to('held') },
    ),
    entry(
      2,
      'added_to_cart',
      { type: 'track', event: 'added_to_cart', anonymousId: visitor, properties: { ...cart, added: cart.items } },
      to('held'),
    ),
  ];
};
