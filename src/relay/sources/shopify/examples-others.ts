import type { SourceExample } from '../example.ts';
import { PAGE_TELLS } from './cart.ts';

const transaction = {
  id: 91,
  kind: 'refund',
  status: 'success',
  amount: '27.00',
  currency: 'EUR',
  test: false,
};

const exampleRefund = {
  id: 509_562_969,
  order_id: 5_678_901_234_567,
  created_at: '2026-11-24T09:00:00+01:00',
  note: 'broken on arrival',
  transactions: [transaction],
  order_adjustments: [],
  refund_line_items: [
    {
      id: 1,
      quantity: 1,
      line_item_id: 11,
      line_item: { id: 11, product_id: 632_910_392, title: 'Night Oil', quantity: 2, price: '27.00' },
    },
  ],
};

const set = (shop: string, presentment: string) => ({
  shop_money: { amount: shop, currency_code: 'EUR' },
  presentment_money: { amount: presentment, currency_code: 'USD' },
});

const refunded = {
  type: 'track',
  event: 'order_refunded',
  messageId: 'order_refunded:5678901234567:509562969',
  timestamp: '2026-11-24T08:00:00.000Z',
  properties: {
    order_id: '5678901234567',
    refund_id: '509562969',
    amount: 27,
    currency: 'EUR',
    items: [{ product_id: '632910392', name: 'Night Oil', quantity: 1, price: 27 }],
    reason: 'broken on arrival',
  },
} as const;

const exampleCheckout = {
  id: 33,
  token: '0a1b2c3d4e5f',
  cart_token: 'hWN1ZYdNRV0X6Wq',
  created_at: '2026-11-22T10:50:00+01:00',
  updated_at: '2026-11-22T10:51:00+01:00',
  completed_at: null,
  email: 'jane@example.com',
  currency: 'EUR',
  abandoned_checkout_url: 'https://shop.example/checkouts/0a1b2c3d4e5f/recover',
  note_attributes: [],
  line_items: [{ product_id: 632_910_392, title: 'Night Oil', quantity: 2, price: '27.00' }],
};

const checkoutStarted = {
  type: 'track',
  event: 'checkout_started',
  messageId: 'checkout_started:0a1b2c3d4e5f',
  timestamp: '2026-11-22T09:50:00.000Z',
  context: { traits: { email: 'jane@example.com' } },
  properties: {
    checkout_id: '0a1b2c3d4e5f',
    cart_id: 'hWN1ZYdNRV0X6Wq',
    items: [{ product_id: '632910392', name: 'Night Oil', quantity: 2, price: 27 }],
    currency: 'EUR',
    checkout_url: 'https://shop.example/checkouts/0a1b2c3d4e5f/recover',
  },
  withheld: PAGE_TELLS,
} as const;

const customer = {
  id: 7_001,
  email: 'jane@example.com',
  phone: '+4915112345678',
  first_name: 'Jane',
  last_name: 'Doe',
  tags: 'vip, early',
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-11-22T10:00:00+01:00',
  default_address: { country_code: 'DE' },
  email_marketing_consent: {
    state: 'unsubscribed',
    opt_in_level: 'single_opt_in',
    consent_updated_at: '2026-11-20T08:00:00Z',
  },
  sms_marketing_consent: { state: 'not_subscribed', consent_updated_at: null },
};

const customerOut = {
  kind: 'messages',
  messages: [
    {
      type: 'identify',
      messageId: 'identify:customer:7001:1795338000000',
      userId: '7001',
      timestamp: '2026-11-22T09:00:00.000Z',
      traits: {
        email: 'jane@example.com',
        phone: '+4915112345678',
        first_name: 'Jane',
        last_name: 'Doe',
        country: 'DE',
        tags: ['vip', 'early'],
      },
    },
    {
      type: 'track',
      event: 'consent_changed',
      messageId: 'consent:email:withdrawn:7001:1795161600000',
      timestamp: '2026-11-20T08:00:00.000Z',
      userId: '7001',
      context: { traits: { email: 'jane@example.com', phone: '+4915112345678' } },
      properties: { channel: 'email', granted: false, source: 'shopify' },
    },
  ],
} as const;

export const otherExamples: readonly SourceExample[] = [
  {
    title: 'a refund names its order only; the person is the order’s',
    topic: 'refunds/create',
    in: exampleRefund,
    out: { kind: 'messages', messages: [refunded] },
  },
  {
    title: 'a refund that was paid in another currency is told in the shop’s: its lines, their tax, and the shipping',
    topic: 'refunds/create',
    in: {
      ...exampleRefund,
      transactions: [{ ...transaction, amount: '34.45', currency: 'USD' }],
      refund_line_items: [
        {
          ...exampleRefund.refund_line_items[0],
          subtotal_set: set('22.69', '24.50'),
          total_tax_set: set('4.31', '4.65'),
        },
      ],
      order_adjustments: [
        { kind: 'shipping_refund', amount_set: set('-4.90', '-5.30'), tax_amount_set: set('0.00', '0.00') },
      ],
    },
    out: { kind: 'messages', messages: [{ ...refunded, properties: { ...refunded.properties, amount: 31.9 } }] },
  },
  {
    title: 'goods that came back without money',
    topic: 'refunds/create',
    in: { ...exampleRefund, transactions: [] },
    out: { kind: 'ignored', reason: 'no money was returned' },
  },
  {
    title: 'a checkout with an address teaches whose the cart is; it is not delivered, as the page tells of it',
    topic: 'checkouts/create',
    in: exampleCheckout,
    out: { kind: 'messages', messages: [checkoutStarted] },
  },
  {
    title: 'its changes tell nothing new',
    topic: 'checkouts/update',
    in: { ...exampleCheckout, updated_at: '2026-11-22T10:55:00+01:00' },
    out: { kind: 'messages', messages: [checkoutStarted] },
  },
  {
    title: 'a checkout without an address names nobody',
    topic: 'checkouts/create',
    in: { ...exampleCheckout, email: null },
    out: { kind: 'ignored', reason: 'the checkout names nobody yet' },
  },
  {
    title: 'a checkout that was bought is no checkout any more',
    topic: 'checkouts/update',
    in: { ...exampleCheckout, completed_at: '2026-11-22T10:59:30+01:00' },
    out: { kind: 'ignored', reason: 'the checkout is completed: its order tells' },
  },
  ...(['carts/create', 'carts/update'] as const).map((topic) => ({
    title: 'a cart is told by the page',
    topic,
    in: { id: 'c', token: 'hWN1ZYdNRV0X6Wq', updated_at: '2026-11-22T09:40:00Z', line_items: [] },
    out: { kind: 'ignored', reason: 'the page tells of carts, and this webhook names nobody' } as const,
  })),
  {
    title: 'a customer: who it is, and their recorded word; "not_subscribed" is none',
    topic: 'customers/create',
    in: customer,
    out: customerOut,
  },
  { title: 'a customer who has changed', topic: 'customers/update', in: customer, out: customerOut },
  {
    title: 'a product names nobody',
    topic: 'products/update',
    in: { id: 632_910_392, title: 'Night Oil' },
    out: {
      kind: 'ignored',
      reason: 'a product is told to destinations with the persons who look at it, add it or buy it',
    },
  },
];
