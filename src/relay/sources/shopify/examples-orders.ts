import type { SourceExample } from '../example.ts';

const money = (amount: string, shop = 'EUR') => ({
  shop_money: { amount, currency_code: shop },
  presentment_money: { amount, currency_code: shop },
});

/** An order as Shopify's webhooks write it, without what nobody reads. */
const exampleOrder = {
  id: 5_678_901_234_567,
  name: '#1001',
  created_at: '2026-11-22T10:59:30+01:00',
  updated_at: '2026-11-22T10:59:31+01:00',
  cancelled_at: null,
  cancel_reason: null,
  test: false,
  source_name: 'web',
  financial_status: 'paid',
  email: 'Jane@Example.com',
  phone: null,
  buyer_accepts_marketing: false,
  cart_token: 'hWN1ZYdNRV0X6Wq',
  checkout_token: '0a1b2c3d4e5f',
  currency: 'EUR',
  presentment_currency: 'EUR',
  total_price: '53.90',
  total_price_set: money('53.90'),
  subtotal_price: '49.00',
  subtotal_price_set: money('49.00'),
  total_discounts: '5.00',
  total_discounts_set: money('5.00'),
  total_shipping_price_set: money('4.90'),
  total_tax: '8.61',
  total_tax_set: money('8.61'),
  tags: '',
  discount_codes: [{ code: 'WELCOME', amount: '5.00', type: 'fixed_amount' }],
  note_attributes: [{ name: 'cartline_id', value: '4f0c6a52-6f0e-4a8e-9a55-3f7cf3c1b001' }],
  customer: { id: 7_001, email: 'jane@example.com', first_name: 'Jane', last_name: 'Doe' },
  line_items: [
    {
      id: 11,
      product_id: 632_910_392,
      variant_id: 39_072_856,
      title: 'Night Oil',
      variant_title: '30 ml',
      sku: 'NO-30',
      vendor: 'Alder & Rue',
      quantity: 2,
      price: '27.00',
      price_set: money('27.00'),
      discount_allocations: [{ amount: '5.00', amount_set: money('5.00'), discount_application_index: 0 }],
    },
  ],
};

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
