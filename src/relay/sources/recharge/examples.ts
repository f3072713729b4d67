import type { SourceExample } from '../example.ts';

const customer = { id: 5, email: 'jane@example.com', external_customer_id: { ecommerce: '7001' } };

const subscription = {
  id: 68_557,
  customer_id: 5,
  status: 'active',
  product_title: 'Night Oil',
  external_product_id: { ecommerce: '632910392' },
  external_variant_id: { ecommerce: '39072856' },
  price: '24.30',
  presentment_currency: 'EUR',
  order_interval_frequency: 1,
  order_interval_unit: 'month',
  next_charge_scheduled_at: '2026-12-22',
  created_at: '2026-11-22T10:00:00+00:00',
  updated_at: '2026-11-23T10:00:00+00:00',
  cancelled_at: null as string | null,
  cancellation_reason: null as string | null,
};

const about = { userId: '7001', context: { traits: { email: 'jane@example.com' } } };
const properties = {
  subscription_id: '68557',
  status: 'active',
  product_id: '632910392',
  variant_id: '39072856',
  name: 'Night Oil',
  interval: '1 month',
  next_charge_at: '2026-12-22T00:00:00.000Z',
  price: 24.3,
  currency: 'EUR',
};

export const rechargeExamples: readonly SourceExample[] = [
  {
    title: 'a subscription that began',
    topic: 'subscription/created',
    in: { subscription, customer },
    out: {
      kind: 'messages',
      messages: [
        {
          type: 'track',
          event: 'subscription_created',
          messageId: 'subscription_created:68557:1795341600000',
          timestamp: '2026-11-22T10:00:00.000Z',
          ...about,
          properties,
        },
      ],
    },
  },
  {
    title: 'one that was cancelled, with the reason',
    topic: 'subscription/cancelled',
    in: {
      subscription: {
        ...subscription,
        ...{ status: 'cancelled', cancelled_at: '2026-11-24T10:00:00+00:00', cancellation_reason: 'too expensive' },
        next_charge_scheduled_at: null,
      },
      customer,
    },
    out: {
      kind: 'messages',
      messages: [
        {
          type: 'track',
          event: 'subscription_cancelled',
          messageId: 'subscription_cancelled:68557:1795514400000',
          timestamp: '2026-11-24T10:00:00.000Z',
          ...about,
          properties: {
            ...Object.fromEntries(Object.entries(properties).filter(([key]) => key !== 'next_charge_at')),
            status: 'cancelled',
            reason: 'too expensive',
          },
        },
      ],
    },
  },
  {
    title: 'one that goes on again',
    topic: 'subscription/activated',
    in: { subscription, customer },
    out: {
      kind: 'messages',
      messages: [
        {
          type: 'track',
          event: 'subscription_resumed',
          messageId: 'subscription_resumed:68557:1795428000000',
          timestamp: '2026-11-23T10:00:00.000Z',
          ...about,
          properties,
        },
      ],
    },
  },
  {
    title: 'an order is the shop platform’s to tell',
    topic: 'order/processed',
    in: { order: { id: 1 } },
    out: { kind: 'ignored', reason: 'orders are told by the shop’s own platform' },
  },
  {
    title: 'a skipped delivery is no pause',
    topic: 'subscription/skipped',
    in: { subscription },
    out: { kind: 'ignored', reason: 'one delivery was skipped; the subscription goes on' },
  },
  {
    title: 'a subscription of nobody is kept, with the way out',
    topic: 'subscription/created',
    in: { subscription },
    out: {
      kind: 'failed',
      path: '/customer',
      reason:
        'customer: an email or the shop’s customer id (create the webhook with included_objects: ["customer"]) was expected; nothing came',
    },
  },
];
