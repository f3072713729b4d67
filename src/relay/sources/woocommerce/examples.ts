import type { SourceExample } from '../example.ts';

const order = {
  id: 727,
  number: '727',
  status: 'processing',
  currency: 'EUR',
  date_created: '2026-11-22T10:59:30',
  date_created_gmt: '2026-11-22T09:59:30',
  date_modified_gmt: '2026-11-22T10:00:00',
  total: '53.90',
  total_tax: '8.61',
  discount_total: '5.00',
  shipping_total: '4.90',
  customer_id: 0,
  created_via: 'checkout',
  billing: { first_name: 'Jane', last_name: 'Doe', email: 'jane@example.com', phone: '' },
  line_items: [
    {
      id: 315,
      name: 'Night Oil',
      product_id: 93,
      variation_id: 0,
      quantity: 2,
      subtotal: '54.00',
      total: '49.00',
      sku: 'NO-30',
    },
  ],
  coupon_lines: [{ id: 1, code: 'welcome' }],
  refunds: [] as object[],
  meta_data: [
    { id: 1, key: '_cartline_id', value: '4f0c6a52-6f0e-4a8e-9a55-3f7cf3c1b001' },
    { id: 2, key: '_cartline_cart_id', value: 'c_1' },
  ],
};

const context = { traits: { email: 'jane@example.com' } };
const anonymousId = '4f0c6a52-6f0e-4a8e-9a55-3f7cf3c1b001';
const timestamp = '2026-11-22T09:59:30.000Z';

const completed = {
  type: 'track',
  event: 'order_completed',
  messageId: 'order_completed:727',
  timestamp,
  anonymousId,
  context,
  properties: {
    order_id: '727',
    order_name: '#727',
    cart_id: 'c_1',
    items: [{ product_id: '93', name: 'Night Oil', sku: 'NO-30', quantity: 2, price: 27, discount: 5 }],
    currency: 'EUR',
    total: 53.9,
    discount: 5,
    shipping: 4.9,
    tax: 8.61,
    discount_codes: ['welcome'],
    channel: 'online',
  },
} as const;
const identified = {
  type: 'identify',
  messageId: 'identify:order:727',
  timestamp,
  traits: { email: 'jane@example.com', first_name: 'Jane', last_name: 'Doe' },
} as const;

export const woocommerceExamples: readonly SourceExample[] = [
  {
    title: 'an order of a guest; the page’s own ids came along in its meta data',
    topic: 'order.created',
    in: order,
    out: { kind: 'messages', messages: [completed, identified] },
  },
  {
    title: 'an order that waits for its payment is none yet',
    topic: 'order.created',
    in: { ...order, status: 'pending' },
    out: { kind: 'ignored', reason: 'the order is "pending": it counts when it is processing, on hold or completed' },
  },
  {
    title: 'an order of which something went back: the refund beside the order that is told already',
    topic: 'order.updated',
    in: {
      ...order,
      date_modified_gmt: '2026-11-24T08:00:00',
      refunds: [{ id: 730, reason: 'broken', total: '-27.00' }],
    },
    out: {
      kind: 'messages',
      messages: [
        completed,
        identified,
        {
          type: 'track',
          event: 'order_refunded',
          messageId: 'order_refunded:727:730',
          timestamp: '2026-11-24T08:00:00.000Z',
          anonymousId,
          context,
          properties: { order_id: '727', refund_id: '730', amount: 27, currency: 'EUR', reason: 'broken' },
        },
      ],
    },
  },
  {
    title: 'a renewal names its subscription',
    topic: 'order.created',
    in: { ...order, created_via: 'subscription', meta_data: [{ id: 9, key: '_subscription_renewal', value: '55' }] },
    out: {
      kind: 'messages',
      messages: [
        {
          ...Object.fromEntries(Object.entries(completed).filter(([key]) => key !== 'anonymousId')),
          properties: {
            ...Object.fromEntries(Object.entries(completed.properties).filter(([key]) => key !== 'cart_id')),
            subscription_id: '55',
            channel: 'renewal',
            is_renewal: true,
          },
        } as unknown as typeof completed,
        identified,
      ],
    },
  },
  {
    title: 'a cancelled order',
    topic: 'order.updated',
    in: { ...order, status: 'cancelled' },
    out: {
      kind: 'messages',
      messages: [
        {
          type: 'track',
          event: 'order_cancelled',
          messageId: 'order_cancelled:727',
          timestamp: '2026-11-22T10:00:00.000Z',
          anonymousId,
          context,
          properties: { order_id: '727' },
        },
      ],
    },
  },
  ...(['customer.created', 'customer.updated'] as const).map((topic): SourceExample => ({
    title: 'a customer',
    topic,
    in: {
      id: 25,
      email: 'jane@example.com',
      first_name: 'Jane',
      last_name: 'Doe',
      date_modified_gmt: '2026-11-22T10:00:00',
      billing: { country: 'DE', phone: '' },
    },
    out: {
      kind: 'messages',
      messages: [
        {
          type: 'identify',
          messageId: 'identify:customer:25:1795341600000',
          userId: '25',
          timestamp: '2026-11-22T10:00:00.000Z',
          traits: { email: 'jane@example.com', first_name: 'Jane', last_name: 'Doe', country: 'DE' },
        },
      ],
    },
  })),
  {
    title: 'what is not used',
    topic: 'product.updated',
    in: { id: 93 },
    out: { kind: 'ignored', reason: 'the topic "product.updated" says nothing that is used' },
  },
];
