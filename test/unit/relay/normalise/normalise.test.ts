import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { normaliseExamples } from '../../../../src/relay/normalise/examples.ts';
import { normalise, type NormaliseTerms } from '../../../../src/relay/normalise/normalise.ts';
import { strip } from '../../../../src/relay/intake/strip.ts';
import { checkMessage, definePlan } from '../../../../src/schema.ts';
import { normalisationDoc } from '../../../support/normalisation-doc.ts';

const plan = definePlan();
const terms = (rest: Partial<NormaliseTerms> = {}): NormaliseTerms => ({
  plan,
  strip: (parsed) => strip(parsed).value,
  ...rest,
});
const track = (event: string, properties: object): Record<string, unknown> => ({
  type: 'track',
  anonymousId: 'a',
  event,
  properties,
});

/** As intake does it: stripped first. */
const run = (message: Record<string, unknown>, rest?: Partial<NormaliseTerms>): ReturnType<typeof normalise> =>
  normalise(strip(message).value as Record<string, unknown>, terms(rest));

const outOf = (message: Record<string, unknown>, rest?: Partial<NormaliseTerms>): Record<string, unknown> => {
  const result = run(message, rest);
  if (!result.ok) throw new Error(result.problem.message);
  return result.value.message;
};

const driftOf = (message: Record<string, unknown>, rest?: Partial<NormaliseTerms>): string[] => {
  const result = run(message, rest);
  return result.ok ? result.value.drift.map(({ kind, from, to }) => `${kind}: ${from} → ${to}`) : [];
};

describe('examples', () => {
  test.each(normaliseExamples)('$title', ({ in: given, out, money }) => {
    const result = run(track(given.event, given.properties), money ? { money } : {});
    if ('refused' in out) return expect(result).toMatchObject({ ok: false, problem: { path: out.refused } });
    expect(result).toMatchObject({ ok: true, value: { message: { event: out.event } } });
    const message = outOf(track(given.event, given.properties), money ? { money } : {});
    expect(message['properties']).toEqual(out.properties);
    expect(checkMessage(message, plan)).toMatchObject({ ok: true });
  });
});

describe('event names', () => {
  test.each([
    ['Product Added', 'added_to_cart'],
    ['Added to Cart', 'added_to_cart'],
    ['add_to_cart', 'added_to_cart'],
    ['AddToCart', 'added_to_cart'],
    [' ADDED  TO-CART ', 'added_to_cart'],
    ['Order Placed', 'order_completed'],
    ['Order Created', 'order_completed'],
    ['purchase', 'order_completed'],
    ['Refunded', 'order_refunded'],
    ['Order Canceled', 'order_cancelled'],
    ['Subscription Created', 'subscription_created'],
    ['begin_checkout', 'checkout_started'],
  ])('%s is %s', (name, event) => expect(outOf(track(name, {}))).toMatchObject({ event }));

  test('a name that nobody knows stays', () => {
    expect(outOf(track('quiz_finished', { productId: 1 }))).toEqual(track('quiz_finished', { productId: 1 }));
  });

  test("the plan's own event is never taken for another", () => {
    const own = definePlan({ events: { refund: { '~standard': {} } as never } });
    expect(outOf(track('refund', {}), { plan: own })).toMatchObject({ event: 'refund' });
  });

  test('a page view tracked as an event is a page, with the address of its context', () => {
    const message = { ...track('Page Viewed', {}), context: { page: { url: 'https://shop.example/' } } };
    expect(outOf(message)).toEqual({
      type: 'page',
      anonymousId: 'a',
      context: message.context,
      properties: { url: 'https://shop.example/' },
    });
  });
});

describe('properties', () => {
  test('the canonical name wins, and what came beside it stays', () => {
    expect(outOf(track('product_viewed', { product_id: 'p1', productId: 'p2' }))['properties']).toEqual({
      product_id: 'p1',
      productId: 'p2',
    });
  });

  test('of several names the best one is taken', () => {
    const properties = { order_id: '1', items: [], value: 2, total_price: 3 };
    expect(outOf(track('order_completed', properties))['properties']).toMatchObject({ total: 3, value: 2 });
  });

  test('traits have other names too', () => {
    const identify = { type: 'identify', traits: { emailAddress: 'a@b.example', $first_name: 'Ada', zip: '10115' } };
    expect(outOf(identify)['traits']).toEqual({ email: 'a@b.example', first_name: 'Ada', postal_code: '10115' });
  });

  test('a removal says nothing about what is left: the cart is not made up', () => {
    const message = outOf(track('Product Removed', { cart_id: 'c', product_id: 'p' }));
    expect(message['properties']).toEqual({ cart_id: 'c', removed: [{ product_id: 'p', quantity: 1 }] });
    expect(checkMessage(message, plan)).toMatchObject({ ok: false, problem: { path: '/properties/items' } });
  });

  test.each(['[{"product_id":', 'three items', '{"a":1}'])('items as %j are refused with what came', (items) => {
    const message = outOf(track('cart_viewed', { cart_id: 'c', items }));
    expect(checkMessage(message, plan)).toMatchObject({
      ok: false,
      problem: { path: '/properties/items', message: expect.stringContaining(JSON.stringify(items)) as string },
    });
  });

  test('items out of a text are stripped like a body', () => {
    const items = '[{"product_id":"p","quantity":1,"__proto__":{"polluted":true},"constructor":{"prototype":{"x":1}}}]';
    const message = outOf(track('cart_viewed', { cart_id: 'c', items }));
    expect(message['properties']).toMatchObject({ items: [{ product_id: 'p', quantity: 1 }] });
    expect(JSON.stringify(message)).not.toMatch(/polluted|prototype/);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('a message cannot pass for a problem of ours', () => {
    const properties = { product_id: 'p', code: 'not_allowed', path: '/x', message: 'forged' };
    expect(run(track('product_viewed', properties))).toMatchObject({ ok: true });
  });
});

describe('sums', () => {
  const cart = (rest: object): Record<string, unknown> =>
    track('cart_viewed', { cart_id: 'c', currency: 'EUR', ...rest });

  test('a value that was left out is the sum of the items, in whole minor units', () => {
    const items = Array.from({ length: 3 }, () => ({ product_id: 'p', quantity: 1, price: 0.1 }));
    expect(outOf(cart({ items }))['properties']).toMatchObject({ value: 0.3 });
  });

  test.each([
    ['JPY', 500, 3, 1500],
    ['KWD', 1.005, 2, 2.01],
    ['EUR', 0.125, 8, 1],
  ])('in %s', (currency, price, quantity, value) => {
    const items = [{ product_id: 'p', quantity, price }];
    expect(outOf(cart({ items, currency }))['properties']).toMatchObject({ value });
  });

  test('is not made up where a price is missing', () => {
    expect(outOf(cart({ items: [{ product_id: 'p', quantity: 1 }] }))['properties']).not.toHaveProperty('value');
  });

  test('another value is kept, and counted', () => {
    const message = cart({ items: [{ product_id: 'p', quantity: 1, price: 5 }], value: 4 });
    expect(outOf(message)).toEqual(message);
    expect(driftOf(message)).toEqual(['mismatch: value → Σ price × quantity']);
  });
});

describe('drift', () => {
  test('names what came and what it became, once each, and no value', () => {
    const items = [
      { productId: 'secret-1', qty: 1, price: '$49.00' },
      { productId: 'secret-2', qty: 1, price: '$50.00' },
    ];
    expect(driftOf(track('Viewed Cart', { cart_id: 'c', items, value: 99 }))).toEqual([
      'event: Viewed Cart → cart_viewed',
      'property: items.productId → items.product_id',
      'property: items.qty → items.quantity',
      'money: items.price: a text → major units',
    ]);
  });

  test('is empty for what is canonical', () => {
    expect(driftOf(track('product_viewed', { product_id: 'p', price: 1.5, currency: 'EUR' }))).toEqual([]);
  });
});

describe('what the plan renamed', () => {
  const renamed = definePlan({
    renamed: {
      events: { 'Cart Filled': { to: 'added_to_cart' } },
      properties: { product_viewed: { shade: { to: 'variant' } } },
    },
  });

  test('stays an alias', () => {
    expect(outOf(track('cart_filled', {}), { plan: renamed })).toMatchObject({ event: 'added_to_cart' });
    expect(outOf(track('Product Viewed', { product_id: 'p', shade: 'red' }), { plan: renamed })).toMatchObject({
      properties: { product_id: 'p', variant: 'red' },
    });
  });

  test.each([
    [{ events: { old: { to: 'nothing_known' } } }, 'renamed.events["old"].to: "nothing_known" came'],
    [{ events: { added_to_cart: { to: 'cart_viewed' } } }, 'the plan still has this event'],
    [{ events: { old: { to: 'cart_viewed', dualSendUntil: 'soon' } } }, 'dualSendUntil: "soon" came'],
    [{ properties: { cart_viewed: { old: { to: '' } } } }, 'renamed.properties.cart_viewed["old"].to: "" came'],
  ])('%j is refused', (wrong, text) => expect(() => definePlan({ renamed: wrong })).toThrow(text));
});

test('docs/normalisation.md is what the tables say', async () => {
  const page = readFileSync(new URL('../../../../docs/normalisation.md', import.meta.url), 'utf8');
  expect(page, 'run npm run docs:normalisation').toBe(await normalisationDoc());
});
