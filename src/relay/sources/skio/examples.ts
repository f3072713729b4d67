import type { SourceExample } from '../example.ts';

const properties = {
  subscriptionId: 'b2f7c0de-0001',
  email: 'jane@example.com',
  status: 'ACTIVE',
  productTitle: 'Night Oil',
  shopifyProductId: 632_910_392,
  createdAt: '2026-11-22T10:00:00Z',
  nextBillingDate: '2026-12-22T10:00:00Z',
};
const told = {
  timestamp: '2026-11-22T10:00:00.000Z',
  context: { traits: { email: 'jane@example.com' } },
};
const facts = {
  subscription_id: 'b2f7c0de-0001',
  product_id: '632910392',
  name: 'Night Oil',
  next_charge_at: '2026-12-22T10:00:00.000Z',
};

const example = (topic: string, event: string, status: string, more: object = {}): SourceExample => ({
  title: `as ${event}`,
  topic,
  in: { skioWebhookToken: '[secret]', eventName: topic, properties: { ...properties, status, ...more } },
  out: {
    kind: 'messages',
    messages: [
      {
        type: 'track',
        event,
        messageId: `${event}:b2f7c0de-0001:1795341600000`,
        ...told,
        properties: {
          ...facts,
          status: status.toLowerCase(),
          ...('cancelReason' in more && { reason: more.cancelReason }),
        },
      },
    ],
  },
});

export const skioExamples: readonly SourceExample[] = [
  example('subscriptionCreated', 'subscription_created', 'ACTIVE'),
  example('subscriptionCancelled', 'subscription_cancelled', 'CANCELLED', { cancelReason: 'too much oil' }),
  example('subscriptionReactivated', 'subscription_resumed', 'ACTIVE'),
  example('subscriptionPaused', 'subscription_paused', 'PAUSED'),
  example('billingAttemptSuccess', 'subscription_renewed', 'ACTIVE'),
  example('billingAttemptFailure', 'payment_failed', 'FAILED'),
  {
    title: 'an order is the shop platform’s to tell',
    topic: 'orderPlaced',
    in: { eventName: 'orderPlaced', properties },
    out: { kind: 'ignored', reason: 'orders are told by the shop’s own platform' },
  },
  {
    title: 'a subscription of nobody',
    topic: 'subscriptionCreated',
    in: { eventName: 'subscriptionCreated', properties: { subscriptionId: 's1' } },
    out: {
      kind: 'failed',
      path: '/properties/email',
      reason: 'properties.email: an email was expected; nothing came',
    },
  },
];
