import { exampleEnvelope, exampleMessage, examplePerson, type FamilyExample } from '../segment-family/example.ts';

const subject = { userId: 'jane@example.com' };

/** What goes in, what comes out: the mapping's documentation, and its tests. */
export const pipelinesExamples: readonly FamilyExample[] = [
  {
    title:
      'an event keeps its name and properties; those that would redirect the mail are left out; times are Unix seconds',
    in: {
      subject,
      stored: exampleMessage({
        type: 'track',
        event: 'subscription_renewed',
        anonymousId: 'v1',
        properties: { subscription_id: 's1', next_charge_at: '2026-11-22T10:00:00Z', recipient: 'x@evil.example' },
      }),
    },
    out: [
      {
        type: 'track',
        ...exampleEnvelope,
        ...subject,
        event: 'subscription_renewed',
        properties: { subscription_id: 's1', next_charge_at: 1_795_341_600 },
      },
    ],
  },
  {
    title: 'a page view is named by its address; its surroundings go along as far as they are texts',
    in: {
      subject,
      stored: exampleMessage({
        type: 'page',
        properties: { url: 'https://shop.example/cleanser', title: 'Cleanser' },
        context: {
          locale: 'de-DE',
          page: { path: '/cleanser', depth: { of: 'no interest' } },
          campaign: { source: 'mail' },
          traits: { email: 'forged@example.com' },
          ip: '203.0.113.7',
        },
      }),
    },
    out: [
      {
        type: 'page',
        ...exampleEnvelope,
        ...subject,
        name: 'https://shop.example/cleanser',
        properties: { url: 'https://shop.example/cleanser', title: 'Cleanser' },
        context: { locale: 'de-DE', page: { path: '/cleanser' }, campaign: { source: 'mail' } },
      },
    ],
  },
  {
    title:
      "a person is an identify with the whole present state; names that are Customer.io's own never come from traits",
    in: {
      subject,
      person: examplePerson({
        userId: 'cus_42',
        attributes: {
          orders_count: 2,
          open_cart_id: null,
          joined_at: '2026-11-22T10:00:00.000Z',
          unsubscribed: true,
          cio_relationships: [],
          anonymous_id: 'x',
        },
      }),
    },
    out: [
      {
        type: 'identify',
        timestamp: '2026-11-22T10:00:00.000Z',
        ...subject,
        traits: { email: 'jane@example.com', orders_count: 2, open_cart_id: null, joined_at: 1_795_341_600 },
        context: {},
      },
    ],
  },
];
