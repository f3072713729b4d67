import { exampleEnvelope, exampleMessage, examplePerson, type FamilyExample } from '../segment-family/example.ts';

const subject = { userId: 'cus_42', anonymousId: 'v1' };

/** What goes in, what comes out: the mapping's documentation, and its tests. */
export const segmentExamples: readonly FamilyExample[] = [
  {
    title: 'an event of the Segment spec',
    in: {
      subject,
      stored: exampleMessage({
        type: 'track',
        event: 'checkout_started',
        properties: { checkout_id: 'k1', value: 10, currency: 'EUR', items: [{ product_id: 'p1', quantity: 1 }] },
      }),
    },
    out: [
      {
        type: 'track',
        ...exampleEnvelope,
        ...subject,
        event: 'Checkout Started',
        properties: { checkout_id: 'k1', value: 10, currency: 'EUR', products: [{ product_id: 'p1', quantity: 1 }] },
      },
    ],
  },
  {
    title: 'a person: times are ISO 8601',
    in: { subject: { userId: 'cus_42' }, person: examplePerson({ attributes: { last_order_at: 1_795_341_600 } }) },
    out: [
      {
        type: 'identify',
        timestamp: '2026-11-22T10:00:00.000Z',
        userId: 'cus_42',
        traits: { email: 'jane@example.com', last_order_at: '2026-11-22T10:00:00.000Z' },
        context: {},
      },
    ],
  },
];
