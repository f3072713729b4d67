import {
  checkMessage,
  definePlan,
  eventNames,
  limits,
  planJsonSchema,
  similarEventName,
  type Checked,
} from 'cartline/schema';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

const plan = definePlan({ events: { quiz_finished: v.object({ skin_type: v.string() }) } });
const track = (event: string, properties?: unknown): Checked =>
  checkMessage({ type: 'track', messageId: 'm1', anonymousId: 'a', event, properties }, plan);
const item = { product_id: 'p1', quantity: 1, name: 'Cleanser', price: 24, category: 'Face', sku: 'C' };

/** The least that each canonical event takes. */
const least: Record<string, Record<string, unknown>> = {
  product_viewed: { product_id: 'p' },
  product_list_viewed: { list_id: 'l' },
  products_searched: { query: '' },
  added_to_cart: { cart_id: 'c', items: [], added: [] },
  removed_from_cart: { cart_id: 'c', items: [], removed: [] },
  cart_viewed: { cart_id: 'c', items: [] },
  checkout_started: { checkout_id: 'k', items: [] },
  checkout_progressed: { cart_id: 'c', step: 2 },
  order_completed: { order_id: 'o', items: [] },
  order_refunded: { order_id: 'o', refund_id: 'r', amount: 1 },
  order_cancelled: { order_id: 'o' },
  subscription_created: { subscription_id: 's' },
  subscription_renewed: { subscription_id: 's' },
  subscription_paused: { subscription_id: 's' },
  subscription_resumed: { subscription_id: 's' },
  subscription_cancelled: { subscription_id: 's' },
  signed_up: { source: 'popup' },
  consent_changed: { channel: 'email', granted: false },
};

const wrong: [event: string, properties: unknown, code: string, path: string, message: string][] = [
  [
    'added_to_cart',
    { items: [], added: [] },
    'missing_property',
    '/properties/cart_id',
    'added_to_cart needs cart_id: a non-empty string; it came without',
  ],
  [
    'cart_viewed',
    { cart_id: 'c', items: [{ ...item, price: '$49.00' }] },
    'wrong_type',
    '/properties/items/0/price',
    'cart_viewed needs items[0].price: a number in major units, such as 49.5, not below 0; it came as "$49.00"',
  ],
  [
    'cart_viewed',
    { cart_id: 'c', items: [{ ...item, quantity: 0 }] },
    'wrong_value',
    '/properties/items/0/quantity',
    'cart_viewed needs items[0].quantity: a whole number from 1; it came as 0',
  ],
  [
    'order_completed',
    { order_id: '', items: [] },
    'wrong_value',
    '/properties/order_id',
    'order_completed needs order_id: a non-empty string; it came as ""',
  ],
  [
    'order_completed',
    { order_id: ' \t', items: [] },
    'wrong_value',
    '/properties/order_id',
    'order_completed needs order_id: a non-empty string; it came as " \\t"',
  ],
  [
    'cart_viewed',
    { cart_id: 'c', items: [{ ...item, product_id: '\u00a0' }] },
    'wrong_value',
    '/properties/items/0/product_id',
    'cart_viewed needs items[0].product_id: a non-empty string; it came as "\u00a0"',
  ],
  [
    'order_completed',
    { order_id: 'o', items: [], currency: 'eur' },
    'wrong_value',
    '/properties/currency',
    'order_completed needs currency: an ISO 4217 code in upper case, such as "EUR"; it came as "eur"',
  ],
  [
    'checkout_started',
    { items: [] },
    'missing_property',
    '/properties/cart_id',
    'checkout_started needs cart_id or checkout_id: a non-empty string; it came without either',
  ],
  [
    'consent_changed',
    { channel: 'fax', granted: true },
    'wrong_type',
    '/properties/channel',
    'consent_changed needs channel: "email", "sms" or "analytics"; it came as "fax"',
  ],
  ['add_to_cart', {}, 'unknown_event', '/event', 'the plan has no event "add_to_cart": did you mean "added_to_cart"?'],
  [
    'quiz_finished',
    {},
    'wrong_value',
    '/properties/skin_type',
    'quiz_finished: skin_type: Invalid key: Expected "skin_type" but received undefined',
  ],
];

describe('checkMessage', () => {
  it.each(eventNames)('accepts %s with what is required, and nothing less', (name) => {
    const properties = least[name];
    expect(track(name, properties)).toMatchObject({ ok: true });
    for (const key of Object.keys(properties ?? {})) {
      expect(track(name, { ...properties, [key]: undefined }), `${name} without ${key}`).toMatchObject({ ok: false });
    }
  });

  it.each(wrong)('names what is wrong with %s %j', (event, properties, code, path, message) => {
    expect(track(event, properties)).toEqual({ ok: false, problem: { code, path, message } });
  });

  it('lists the expected keys that a message came without, and keeps what it does not know', () => {
    const checked = track('cart_viewed', {
      cart_id: 'c',
      items: [{ product_id: 'p', quantity: 1, engraving: 'J' }],
      shop: 'de',
    });
    expect(checked).toMatchObject({
      ok: true,
      incomplete: ['currency', 'value', 'items.name', 'items.price', 'items.category', 'items.sku'],
      message: { properties: { shop: 'de', items: [{ engraving: 'J' }] } },
    });
  });

  it('accepts a name nobody declared unless the plan says otherwise', () => {
    const message = { type: 'track', event: 'store_locator_opened' };
    expect(checkMessage(message, plan)).toMatchObject({ ok: true });
    expect(checkMessage(message, definePlan({ unknownEvents: 'quarantine' }))).toMatchObject({
      problem: { code: 'unknown_event' },
    });
    expect(checkMessage({ type: 'track', event: 'AddToCart' }, definePlan({ unknownEvents: 'accept' }))).toMatchObject({
      ok: true,
    });
  });

  it('counts the bytes of a name, not its characters', () => {
    expect(track('ü'.repeat(limits.eventNameBytes / 2 + 1))).toMatchObject({
      problem: { code: 'too_large', path: '/event' },
    });
  });

  it.each([
    null,
    7,
    'track',
    [],
    {},
    { type: 'track' },
    { type: 'page', properties: {} },
    { type: 'identify', traits: { email: 5 } },
    { type: 'alias', userId: 'u' },
  ])('refuses %j with a reason and without throwing', (input) => {
    expect(checkMessage(input, plan)).toMatchObject({
      ok: false,
      problem: { message: expect.stringContaining('needs') as string },
    });
  });

  it('says that a plan cannot use an asynchronous schema', () => {
    const slow = definePlan({ events: { slow: v.objectAsync({ a: v.string() }) } });
    expect(checkMessage({ type: 'track', event: 'slow', properties: {} }, slow)).toMatchObject({
      problem: { message: expect.stringContaining('asynchronous') as string },
    });
  });
});

describe('definePlan', () => {
  it.each(['Quiz Finished', 'added_to_cart'])('refuses the name %j', (name) => {
    expect(() => definePlan({ events: { [name]: v.object({}) } })).toThrow(`events.${name}`);
  });
});

describe('similarEventName', () => {
  it.each([
    ['Added To Cart', 'added_to_cart'],
    ['order_complete', 'order_completed'],
    ['product_view', 'product_viewed'],
  ])('%s is nearly %s', (name, known) => {
    expect(similarEventName(name)).toBe(known);
  });
  it.each(['added_to_cart', 'quiz_finished', 'page'])('%s is like none', (name) => {
    expect(similarEventName(name)).toBeUndefined();
  });
});

describe('the JSON Schema of the plan', () => {
  const validate = new Ajv2020({ strict: false }).compile(planJsonSchema());
  const asMessage = (event: string, properties: unknown): unknown => ({ type: 'track', event, properties });

  it.each(eventNames)('agrees with the relay on %s', (name) => {
    const properties = least[name] ?? {};
    expect(validate(asMessage(name, properties)), JSON.stringify(validate.errors)).toBe(true);
    for (const key of Object.keys(properties)) {
      const { [key]: _, ...rest } = properties;
      expect(validate(asMessage(name, rest)), `${name} without ${key}`).toBe(false);
    }
  });

  it.each(wrong.filter(([, , code]) => code !== 'unknown_event').filter(([event]) => event !== 'quiz_finished'))(
    'refuses %s %j',
    (event, properties) => {
      expect(validate(asMessage(event, properties))).toBe(false);
    },
  );
});
