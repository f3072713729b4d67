import { describe, expect, it } from 'vitest';
import type { Checkout } from '../../../../src/storefronts/shopify-pixel/checkout.ts';
import { messagesOf, type OrdersFrom } from '../../../../src/storefronts/shopify-pixel/messages.ts';
import { cartIdOf } from '../../../../src/storefronts/shopify-pixel/properties.ts';
import { checkMessage, definePlan } from '../../../../src/schema.ts';
import { checkout, eventOf } from './checkout.ts';

const keys = { cart_id: 'tok1', checkout_id: 'chk1' };
const item = {
  product_id: '632910392',
  variant_id: '39072856',
  name: 'Night Oil',
  variant: '30 ml',
  sku: 'NO-30',
  price: 27,
  category: 'Oil',
  brand: 'Alder & Rue',
  url: '/products/night-oil',
  image_url: 'https://cdn.shopify.com/oil.jpg',
  discount: 0.3,
  quantity: 2,
};
const track = (event: string, properties: object) => ({ type: 'track', event, properties });
const started = track('checkout_started', {
  ...keys,
  items: [item],
  currency: 'EUR',
  value: 54,
  discount_codes: ['WELCOME'],
});
const identify = {
  type: 'identify',
  userId: '',
  traits: { email: 'Jane@Example.com', phone: null, source: 'checkout' },
};
const step = (name: string) => track('checkout_progressed', { ...keys, step: name });
const granted = (channel: string) => track('consent_changed', { channel, granted: true, source: 'checkout' });
const email = { email: 'Jane@Example.com' };
const order = { id: 'gid://shopify/OrderIdentity/5678', customer: { id: '7001', isFirstOrder: true } };

const examples: readonly {
  title: string;
  in: [string, Partial<Checkout>?];
  orders?: OrdersFrom;
  customerId?: string;
  out: readonly object[];
}[] = [
  { title: 'the entry, of nobody known', in: ['checkout_started'], out: [started] },
  {
    title: 'the entry of a customer who is logged in: who first; a box that was not seen is no consent',
    in: ['checkout_started', { ...email, buyerAcceptsEmailMarketing: true }],
    customerId: 'gid://shopify/Customer/7001',
    out: [{ ...identify, userId: '7001' }, started],
  },
  {
    title: 'contact, with both boxes ticked',
    in: [
      'checkout_contact_info_submitted',
      { ...email, buyerAcceptsEmailMarketing: true, buyerAcceptsSmsMarketing: true },
    ],
    out: [identify, granted('email'), granted('sms'), step('contact')],
  },
  {
    title: 'a box that was left empty withdraws nothing',
    in: ['checkout_contact_info_submitted', email],
    out: [identify, step('contact')],
  },
  { title: 'the address', in: ['checkout_address_info_submitted'], out: [step('address')] },
  { title: 'the shipping', in: ['checkout_shipping_info_submitted'], out: [step('shipping')] },
  { title: 'the payment', in: ['payment_info_submitted'], out: [step('payment')] },
  {
    title: 'the end: who it was, and no order, which the shop’s server tells',
    in: ['checkout_completed', { ...email, order }],
    out: [{ ...identify, userId: '7001' }],
  },
  {
    title: 'the end, where the page is believed about orders',
    in: ['checkout_completed', { ...email, order }],
    orders: 'browser',
    out: [
      { ...identify, userId: '7001' },
      track('order_completed', {
        ...keys,
        items: [item],
        currency: 'EUR',
        discount_codes: ['WELCOME'],
        order_id: '5678',
        total: 58.6,
        subtotal: 53.7,
        shipping: 4.9,
        tax: 9.36,
        discount: 0.3,
        is_first_order: true,
      }),
    ],
  },
  {
    title: 'the end without an order’s id is none',
    in: ['checkout_completed', { order: { id: null } }],
    orders: 'browser',
    out: [],
  },
  {
    title: 'a line of no product, of a shop that says little',
    in: [
      'checkout_started',
      { lineItems: [{ id: 'gid://shopify/CartLine/9', title: 'Tip', quantity: 1, variant: null }] },
    ],
    out: [
      track('checkout_started', {
        ...keys,
        items: [{ product_id: 'line-9', variant_id: '', name: 'Tip', quantity: 1 }],
        currency: 'EUR',
        value: 0,
        discount_codes: ['WELCOME'],
      }),
    ],
  },
];

describe('what a checkout says', () => {
  it.each(examples)('$title', ({ in: [name, changes = {}], orders = 'server', customerId, out }) => {
    const event = eventOf(name, changes);
    const told = messagesOf(
      event,
      { ...checkout, ...changes, token: 'chk1' },
      { anonymousId: 'visitor-1', cartId: 'tok1', customerId, orders },
    );
    const common = {
      anonymousId: 'visitor-1',
      timestamp: event.timestamp,
      context: { library: { name: 'cartline-shopify-pixel', version: '0.0.0-test' }, cart_id: 'tok1' },
    };
    expect(told).toEqual(out.map((message) => ({ ...message, ...common, messageId: expect.any(String) as string })));
    expect(new Set(told.map(({ messageId }) => messageId)).size).toBe(told.length);
    for (const message of told) {
      const wire = JSON.parse(
        JSON.stringify(message, (_, value: unknown) => (value === null || value === '' ? undefined : value)),
      ) as unknown;
      expect(checkMessage(wire, definePlan())).toMatchObject({ ok: true });
    }
  });

  it('has Shopify’s ids, so that an event that is replayed is the same message', () => {
    const event = eventOf('checkout_contact_info_submitted');
    const ids = (): string[] =>
      messagesOf(
        event,
        { ...checkout, ...email, token: 'chk1' },
        { anonymousId: 'v', cartId: undefined, customerId: undefined, orders: 'server' },
      ).map(({ messageId }) => messageId);
    expect(ids()).toEqual([`${event.id}:identify`, event.id]);
    expect(ids()).toEqual(ids());
  });
});

describe('the cart of a checkout', () => {
  it.each([
    ['the token in the address', '/checkouts/cn/tok1/en-de', { id: 'tok2' }, 'tok1'],
    ['the page’s cart, without prefix and key', '/checkouts/123', { id: 'gid://shopify/Cart/tok2?key=secret' }, 'tok2'],
    ['none', '/checkouts/123', null, undefined],
  ])('is %s', (_, path, cart, id) => {
    expect(cartIdOf(path, cart)).toBe(id);
  });
});
