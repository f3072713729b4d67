import type { SourceExample } from '../example.ts';
import { exampleOrder } from './example-order.ts';

const timestamp = '2026-11-22T09:59:30.000Z';
const traits = { email: 'Jane@Example.com' };

const completed = {
  type: 'track',
  event: 'order_completed',
  messageId: 'order_completed:5678901234567',
  timestamp,
  anonymousId: '4f0c6a52-6f0e-4a8e-9a55-3f7cf3c1b001',
  userId: '7001',
  context: { traits },
  properties: {
    order_id: '5678901234567',
    order_name: '#1001',
    cart_id: 'hWN1ZYdNRV0X6Wq',
    checkout_id: '0a1b2c3d4e5f',
    items: [
      {
        product_id: '632910392',
        variant_id: '39072856',
        name: 'Night Oil',
        variant: '30 ml',
        sku: 'NO-30',
        brand: 'Alder & Rue',
        quantity: 2,
        price: 27,
        discount: 5,
      },
    ],
    currency: 'EUR',
    total: 53.9,
    subtotal: 49,
    discount: 5,
    shipping: 4.9,
    tax: 8.61,
    discount_codes: ['WELCOME'],
    channel: 'online',
  },
} as const;

const identified = {
  type: 'identify',
  messageId: 'identify:order:5678901234567',
  userId: '7001',
  timestamp,
  traits: { ...traits, first_name: 'Jane', last_name: 'Doe' },
} as const;

const yen = {
  ...exampleOrder,
  presentment_currency: 'JPY',
  total_price_set: {
    shop_money: { amount: '53.90', currency_code: 'EUR' },
    presentment_money: { amount: '9250', currency_code: 'JPY' },
  },
};

const pos = {
  ...exampleOrder,
  id: 42,
  source_name: 'pos',
  email: '',
  customer: null,
  cart_token: null,
  checkout_token: null,
  note_attributes: [],
  discount_codes: [],
  line_items: [{ id: 12, product_id: null, title: 'Gift wrap', quantity: 1, price: '53.90' }],
};

const { anonymousId: _, ...ofNobody } = completed;
const bare = { order_id: '42', currency: 'EUR', total: 53.9, subtotal: 49, discount: 5, shipping: 4.9, tax: 8.61 };

export const orderExamples: readonly SourceExample[] = [
  {
    title: 'an order that was placed: its lines, its money in the shop’s currency, and all that may join it',
    topic: 'orders/create',
    in: exampleOrder,
    out: { kind: 'messages', messages: [completed, identified] },
  },
  {
    title: 'its payment tells the same order once more, under the same id',
    topic: 'orders/paid',
    in: { ...exampleOrder, updated_at: '2026-11-22T11:00:02+01:00' },
    out: { kind: 'messages', messages: [completed, identified] },
  },
  {
    title: 'an edit too: it is no second order',
    topic: 'orders/updated',
    in: { ...exampleOrder, updated_at: '2026-11-23T08:00:00+01:00', tags: 'gift' },
    out: { kind: 'messages', messages: [completed, identified] },
  },
  {
    title: 'money stays in the shop’s currency; what the customer saw stands beside it',
    topic: 'orders/create',
    in: yen,
    out: {
      kind: 'messages',
      messages: [
        { ...completed, properties: { ...completed.properties, presentment_currency: 'JPY', presentment_total: 9250 } },
        identified,
      ],
    },
  },
  {
    title: 'a renewal of a subscription is tagged: it was in no cart',
    topic: 'orders/create',
    in: { ...exampleOrder, source_name: 'subscription_contract', cart_token: null, note_attributes: [] },
    out: {
      kind: 'messages',
      messages: [
        {
          ...ofNobody,
          properties: {
            ...Object.fromEntries(Object.entries(completed.properties).filter(([key]) => key !== 'cart_id')),
            channel: 'renewal',
            is_renewal: true,
          },
        },
        identified,
      ],
    },
  },
  {
    title: 'a sale at a till may name nobody: it waits for a report that does',
    topic: 'orders/create',
    in: pos,
    out: {
      kind: 'messages',
      messages: [
        {
          type: 'track',
          event: 'order_completed',
          messageId: 'order_completed:42:unnamed',
          timestamp,
          properties: {
            ...bare,
            order_name: '#1001',
            items: [{ product_id: 'line-12', name: 'Gift wrap', quantity: 1, price: 53.9 }],
            channel: 'pos',
          },
        },
      ],
    },
  },
  {
    title: 'a test order is none',
    topic: 'orders/create',
    in: { ...exampleOrder, test: true },
    out: { kind: 'ignored', reason: 'a test order' },
  },
  {
    title: 'a cancelled order',
    topic: 'orders/cancelled',
    in: { ...exampleOrder, cancelled_at: '2026-11-22T12:00:00+01:00', cancel_reason: 'customer' },
    out: {
      kind: 'messages',
      messages: [
        {
          type: 'track',
          event: 'order_cancelled',
          messageId: 'order_cancelled:5678901234567',
          timestamp: '2026-11-22T11:00:00.000Z',
          anonymousId: completed.anonymousId,
          userId: '7001',
          context: { traits },
          properties: { order_id: '5678901234567', reason: 'customer' },
        },
      ],
    },
  },
  {
    title: 'an order whose money cannot be read is kept, and shown with the field',
    topic: 'orders/create',
    in: { ...exampleOrder, total_price: 'free', total_price_set: undefined },
    out: {
      kind: 'failed',
      path: '/total_price',
      reason: 'total_price: an amount such as "49.00" was expected; "free" came',
    },
  },
];
