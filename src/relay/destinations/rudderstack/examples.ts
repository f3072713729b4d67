import { exampleEnvelope, exampleMessage, examplePerson, type FamilyExample } from '../segment-family/example.ts';

const subject = { userId: 'cus_42', anonymousId: 'v1' };

/** What goes in, what comes out with `naming: 'segment'`: the mapping's documentation, and its tests. */
export const rudderstackExamples: readonly FamilyExample[] = [
  {
    title: 'an order under the name of the Segment spec: items are products, the first discount code is the coupon',
    in: {
      subject,
      stored: exampleMessage({
        type: 'track',
        event: 'order_completed',
        properties: {
          order_id: '1001',
          total: 49,
          currency: 'EUR',
          discount_codes: ['WELCOME'],
          items: [{ product_id: 'p1', quantity: 2, price: 24.5 }],
        },
      }),
    },
    out: [
      {
        type: 'track',
        ...exampleEnvelope,
        ...subject,
        event: 'Order Completed',
        properties: {
          order_id: '1001',
          total: 49,
          currency: 'EUR',
          coupon: 'WELCOME',
          products: [{ product_id: 'p1', quantity: 2, price: 24.5 }],
        },
      },
    ],
  },
  {
    title: 'what went into the cart is one event for each product, each with an id of its own',
    in: {
      subject,
      stored: exampleMessage({
        type: 'track',
        event: 'added_to_cart',
        properties: {
          cart_id: 'c1',
          items: [
            { product_id: 'p1', quantity: 3 },
            { product_id: 'p2', quantity: 1 },
          ],
          added: [
            { product_id: 'p1', quantity: 1 },
            { product_id: 'p2', quantity: 1 },
          ],
        },
      }),
    },
    out: [
      {
        type: 'track',
        ...exampleEnvelope,
        ...subject,
        event: 'Product Added',
        properties: {
          cart_id: 'c1',
          products: [
            { product_id: 'p1', quantity: 3 },
            { product_id: 'p2', quantity: 1 },
          ],
          product_id: 'p1',
          quantity: 1,
        },
      },
      {
        type: 'track',
        ...exampleEnvelope,
        messageId: '01FFZHSZ0H156G5ZS8ZP1FA01D',
        ...subject,
        event: 'Product Added',
        properties: {
          cart_id: 'c1',
          products: [
            { product_id: 'p1', quantity: 3 },
            { product_id: 'p2', quantity: 1 },
          ],
          product_id: 'p2',
          quantity: 1,
        },
      },
    ],
  },
  {
    title: 'nothing in an event can be taken for the identity of somebody: the visitor is unknown, and stays so',
    in: {
      subject: { anonymousId: 'v1' },
      stored: exampleMessage({
        type: 'track',
        event: 'quiz_finished',
        userId: 'claimed-without-proof',
        properties: { result: 'dry', email: 'jane@example.com', userId: 'cus_42' },
        context: { traits: { email: 'jane@example.com' }, externalId: [{ id: 'jane@example.com' }], locale: 'en' },
      }),
    },
    out: [
      {
        type: 'track',
        ...exampleEnvelope,
        anonymousId: 'v1',
        event: 'quiz_finished',
        properties: { result: 'dry' },
        context: { locale: 'en' },
      },
    ],
  },
  {
    title: 'a person: dates are Unix seconds, dots in names are underscores, and no trait acts as an id',
    in: {
      subject: { userId: 'cus_42' },
      person: examplePerson({
        userId: 'cus_42',
        attributes: { last_order_at: '2026-11-22T10:00:00Z', 'skin.type.winter': 'dry', id: 'forged' },
      }),
    },
    out: [
      {
        type: 'identify',
        timestamp: '2026-11-22T10:00:00.000Z',
        userId: 'cus_42',
        traits: { email: 'jane@example.com', last_order_at: 1_795_341_600, skin_type_winter: 'dry' },
        context: {},
      },
    ],
  },
];
