import type { SourceExample } from '../example.ts';

const money = (centAmount: number) => ({ type: 'centPrecision', currencyCode: 'EUR', centAmount, fractionDigits: 2 });

const message = {
  notificationType: 'Message',
  projectKey: 'alder-and-rue',
  id: '0c3c9c3e-0001',
  version: 1,
  sequenceNumber: 1,
  resource: { typeId: 'order', id: 'o-1' },
  createdAt: '2026-11-22T09:59:31.000Z',
  type: 'OrderCreated',
  order: {
    id: 'o-1',
    orderNumber: '2026-1001',
    createdAt: '2026-11-22T09:59:30.500Z',
    anonymousId: '4f0c6a52-6f0e-4a8e-9a55-3f7cf3c1b001',
    customerEmail: 'jane@example.com',
    origin: 'Customer',
    totalPrice: money(5390),
    taxedPrice: { totalNet: money(4529), totalGross: money(5390), totalTax: money(861) },
    shippingInfo: { price: money(490) },
    cart: { typeId: 'cart', id: 'c-1' },
    billingAddress: { country: 'DE', firstName: 'Jane', lastName: 'Doe' },
    lineItems: [
      {
        id: 'l-1',
        productId: 'p-1',
        name: { 'de-DE': 'Nachtöl', 'en-GB': 'Night Oil' },
        variant: { id: 1, sku: 'NO-30' },
        price: { value: money(2700) },
        quantity: 2,
        totalPrice: money(4900),
      },
    ],
  },
};

const timestamp = '2026-11-22T09:59:30.500Z';
const out = {
  kind: 'messages',
  messages: [
    {
      type: 'track',
      event: 'order_completed',
      messageId: 'order_completed:o-1',
      timestamp,
      anonymousId: '4f0c6a52-6f0e-4a8e-9a55-3f7cf3c1b001',
      context: { traits: { email: 'jane@example.com' } },
      properties: {
        order_id: 'o-1',
        order_name: '2026-1001',
        cart_id: 'c-1',
        items: [
          { product_id: 'p-1', variant_id: '1', name: 'Night Oil', sku: 'NO-30', quantity: 2, price: 27, discount: 5 },
        ],
        currency: 'EUR',
        total: 53.9,
        shipping: 4.9,
        tax: 8.61,
        channel: 'online',
      },
    },
    {
      type: 'identify',
      messageId: 'identify:order:o-1',
      timestamp,
      traits: { email: 'jane@example.com', first_name: 'Jane', last_name: 'Doe' },
    },
  ],
} as const;

export const commercetoolsExamples: readonly SourceExample[] = [
  { title: 'an order: its own anonymousId and cart are the join', topic: 'OrderCreated', in: message, out },
  {
    title: 'the same, as Google Pub/Sub pushes it',
    topic: 'OrderCreated',
    in: {
      message: { data: btoa(unescape(encodeURIComponent(JSON.stringify(message)))), messageId: '1' },
      subscription: 's',
    },
    out,
  },
  {
    title: 'the same, in an event of AWS EventBridge',
    topic: 'OrderCreated',
    in: { version: '0', detail: message },
    out,
  },
  {
    title: 'a cancelled order names nobody; the person is the order’s',
    topic: 'OrderStateChanged',
    in: { ...message, type: 'OrderStateChanged', orderState: 'Cancelled', oldOrderState: 'Open', order: undefined },
    out: {
      kind: 'messages',
      messages: [
        {
          type: 'track',
          event: 'order_cancelled',
          messageId: 'order_cancelled:o-1',
          timestamp: '2026-11-22T09:59:31.000Z',
          properties: { order_id: 'o-1' },
        },
      ],
    },
  },
  {
    title: 'a customer',
    topic: 'CustomerCreated',
    in: {
      ...{ type: 'CustomerCreated', id: 'm-2', createdAt: '2026-11-22T09:00:00.000Z' },
      customer: { id: 'k-1', email: 'jane@example.com', firstName: 'Jane', lastName: 'Doe' },
    },
    out: {
      kind: 'messages',
      messages: [
        {
          type: 'identify',
          messageId: 'identify:customer:k-1:1795338000000',
          userId: 'k-1',
          timestamp: '2026-11-22T09:00:00.000Z',
          traits: { email: 'jane@example.com', first_name: 'Jane', last_name: 'Doe' },
        },
      ],
    },
  },
  {
    title: 'what is not used',
    topic: 'OrderShipmentStateChanged',
    in: { type: 'OrderShipmentStateChanged', id: 'm-3' },
    out: { kind: 'ignored', reason: 'the message "OrderShipmentStateChanged" says nothing that is used' },
  },
];
