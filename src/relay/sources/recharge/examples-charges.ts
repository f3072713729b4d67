import type { SourceExample } from '../example.ts';

const customer = { id: 5, email: 'jane@example.com', external_customer_id: { ecommerce: '7001' } };
const about = { userId: '7001', context: { traits: { email: 'jane@example.com' } } };

const charge = {
  id: 991,
  type: 'recurring',
  status: 'success',
  currency: 'EUR',
  processed_at: '2026-12-22T09:00:00+00:00',
  updated_at: '2026-12-22T09:00:00+00:00',
  external_order_id: { ecommerce: '5678901234999' },
  customer,
  line_items: [
    {
      purchase_item_id: 68_557,
      purchase_item_type: 'subscription',
      external_product_id: { ecommerce: '632910392' },
      external_variant_id: { ecommerce: '39072856' },
      title: 'Night Oil',
      quantity: 1,
      unit_price: '24.30',
    },
    { purchase_item_id: 12, purchase_item_type: 'onetime', title: 'A candle', unit_price: '5.00' },
  ],
};

const charged = {
  subscription_id: '68557',
  product_id: '632910392',
  variant_id: '39072856',
  name: 'Night Oil',
  price: 24.3,
  currency: 'EUR',
  charge_id: '991',
};

export const chargeExamples: readonly SourceExample[] = [
  {
    title: 'a charge renews each subscription that it is for; the order comes from the shop’s platform',
    topic: 'charge/paid',
    in: { charge },
    out: {
      kind: 'messages',
      messages: [
        {
          type: 'track',
          event: 'subscription_renewed',
          messageId: 'subscription_renewed:68557:991',
          timestamp: '2026-11-22T10:05:00.000Z',
          ...about,
          properties: { ...charged, order_id: '5678901234999' },
        },
      ],
    },
  },
  {
    title: 'the first charge is the beginning, which is told by itself',
    topic: 'charge/paid',
    in: { charge: { ...charge, type: 'checkout' } },
    out: { kind: 'ignored', reason: 'the first charge: subscription/created tells of it' },
  },
  {
    title: 'a charge that failed, with the attempt',
    topic: 'charge/failed',
    in: {
      charge: {
        ...charge,
        ...{ error: 'card declined', charge_attempts: 2, processed_at: null, external_order_id: null },
      },
    },
    out: {
      kind: 'messages',
      messages: [
        {
          type: 'track',
          event: 'payment_failed',
          messageId: 'payment_failed:68557:991:2',
          timestamp: '2026-11-22T10:05:00.000Z',
          ...about,
          properties: { ...charged, reason: 'card declined', attempts: 2 },
        },
      ],
    },
  },
  ...(
    [
      ['charge/max_retries_reached', 'payment_given_up', 'one that is not tried again'],
      ['charge/upcoming', 'charge_upcoming', 'one that is near'],
    ] as const
  ).map(([topic, event, title]): SourceExample => ({
    title,
    topic,
    in: { charge },
    out: {
      kind: 'messages',
      messages: [
        {
          type: 'track',
          event,
          messageId: `${event}:68557:991`,
          timestamp: '2026-11-22T10:05:00.000Z',
          ...about,
          properties: { ...charged, order_id: '5678901234999' },
        },
      ],
    },
  })),
];
