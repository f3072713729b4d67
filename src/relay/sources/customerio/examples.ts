import type { SourceExample } from '../example.ts';

const identifiers = { id: '7001', email: 'jane@example.com', cio_id: 'd9c106000001' };
const delivery = { campaign_id: 23, action_id: 96, delivery_id: 'RPILAgUBcRhIBqSfeiIwdIYJKxTY', identifiers };

const report = (object_type: string, metric: string, data: object) => ({
  event_id: '01E4C4CT6YDC7Y5M7FE1GWWPQJ',
  object_type,
  metric,
  timestamp: 1_795_341_600,
  data: { ...delivery, ...data },
});

const timestamp = '2026-11-22T10:00:00.000Z';
const state = (traits: object) => ({
  type: 'identify' as const,
  messageId: 'state:01E4C4CT6YDC7Y5M7FE1GWWPQJ',
  timestamp,
  userId: '7001',
  traits: { email: 'jane@example.com', ...traits },
});
const consent = (properties: object) => ({
  type: 'track' as const,
  event: 'consent_changed',
  messageId: 'consent:01E4C4CT6YDC7Y5M7FE1GWWPQJ',
  timestamp,
  userId: '7001',
  context: { traits: { email: 'jane@example.com' } },
  properties: { channel: 'email', source: 'customerio', ...properties },
});

export const customerioExamples: readonly SourceExample[] = [
  {
    title: 'somebody unsubscribed: state and consent',
    topic: 'customer/unsubscribed',
    in: report('customer', 'unsubscribed', { customer_id: '7001', email_address: 'jane@example.com' }),
    out: {
      kind: 'messages',
      messages: [
        state({ do_not_message: 'unsubscribed', do_not_message_reason: null }),
        consent({ granted: false, reason: 'unsubscribed' }),
      ],
    },
  },
  {
    title: 'by the link in a mail',
    topic: 'email/unsubscribed',
    in: report('email', 'unsubscribed', { recipient: 'jane@example.com', subject: 'Hello' }),
    out: {
      kind: 'messages',
      messages: [
        state({ do_not_message: 'unsubscribed', do_not_message_reason: null }),
        consent({ granted: false, reason: 'unsubscribed' }),
      ],
    },
  },
  {
    title: 'and came back',
    topic: 'customer/subscribed',
    in: report('customer', 'subscribed', { customer_id: '7001', email_address: 'jane@example.com' }),
    out: {
      kind: 'messages',
      messages: [state({ do_not_message: null, do_not_message_reason: null }), consent({ granted: true })],
    },
  },
  {
    title: 'a complaint withdraws consent',
    topic: 'email/spammed',
    in: report('email', 'spammed', { recipient: 'jane@example.com', subject: 'Hello' }),
    out: {
      kind: 'messages',
      messages: [
        state({ do_not_message: 'complained', do_not_message_reason: null }),
        consent({ granted: false, reason: 'complained' }),
      ],
    },
  },
  {
    title: 'an address that bounces is state only: nobody has said anything',
    topic: 'email/bounced',
    in: report('email', 'bounced', {
      recipient: 'jane@example.com',
      subject: 'Hello',
      failure_message: '550 no such user',
    }),
    out: {
      kind: 'messages',
      messages: [state({ do_not_message: 'bounced', do_not_message_reason: '550 no such user' })],
    },
  },
  {
    title: 'a number that bounces',
    topic: 'sms/bounced',
    in: report('sms', 'bounced', { recipient: '+4915112345678', failure_message: 'unknown subscriber' }),
    out: {
      kind: 'messages',
      messages: [state({ do_not_message_sms: 'bounced', do_not_message_sms_reason: 'unknown subscriber' })],
    },
  },
  {
    title: 'what was opened is Customer.io’s own to count',
    topic: 'email/opened',
    in: report('email', 'opened', { recipient: 'jane@example.com' }),
    out: { kind: 'ignored', reason: '"email/opened" says nothing of whether somebody may be messaged' },
  },
];
