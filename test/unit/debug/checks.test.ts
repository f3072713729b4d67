import { describe, expect, it } from 'vitest';
import { checkCall, watchCalls, type GlobalCartline } from '../../../src/debug/check-call.ts';
import { checkBody } from '../../../src/debug/check-message.ts';
import { checkPage } from '../../../src/debug/check-page.ts';
import type { Finding } from '../../../src/debug/problems.ts';

const item = { product_id: 'p1', quantity: 1, name: 'Cleanser', price: 24, category: 'Face', sku: 'C' };
const track = (event: string, properties: object): Finding[] =>
  checkBody({ type: 'track', messageId: 'm', event, properties });

describe('a message', () => {
  it.each<[string, Finding[], string, string]>([
    [
      'a name that is nearly canonical',
      track('add_to_cart', {}),
      'event_name_similar',
      'did you mean "added_to_cart"?',
    ],
    ['a name nobody knows', track('quiz_finished', {}), 'event_unknown', '"quiz_finished" is not canonical'],
    ['a missing property', track('product_viewed', {}), 'property_missing', 'needs product_id'],
    ['a wrong value', track('product_viewed', { product_id: 'p', currency: 'eur' }), 'property_wrong', 'in upper case'],
    [
      'money as text',
      track('product_viewed', { product_id: 'p', price: '$49.00' }),
      'money_as_text',
      'it came as "$49.00"',
    ],
    [
      'money as text in a line',
      track('cart_viewed', { cart_id: 'c', items: [{ ...item, price: '24' }] }),
      'money_as_text',
      'items[0].price',
    ],
    ['a cart without an id', track('cart_viewed', { items: [item] }), 'cart_without_id', 'needs cart_id'],
    [
      'what is expected',
      track('product_viewed', { product_id: 'p', name: 'Cleanser' }),
      'property_expected',
      'came without price, currency',
    ],
    ['a page without an address', checkBody({ type: 'page', properties: {} }), 'property_missing', 'properties.url'],
    [
      'an identify of nobody',
      checkBody({ type: 'identify', traits: { first_name: 'Jane' } }),
      'identify_without_id',
      'without email',
    ],
    ['a type that there is not', checkBody({ type: 'screen' }), 'message_invalid', 'needs type'],
  ])('%s is found', (_, findings, code, detail) => {
    expect(findings).toEqual([expect.objectContaining({ code, detail: expect.stringContaining(detail) as string })]);
  });

  it.each([
    { type: 'identify', traits: { email: 'jane@example.com' } },
    { type: 'identify', traits: { phone: '+4915112345678' } },
    { type: 'identify', userId: 'u1', traits: {} },
    { type: 'track', event: 'cart_viewed', properties: { cart_id: 'c', currency: 'EUR', value: 24, items: [item] } },
  ])('%j is fine', (body) => {
    expect(checkBody(body)).toEqual([]);
  });

  it('is the same problem in each line of a cart', () => {
    const abouts = [0, 1].map((at) => {
      const items = [item, item].map((line, i) => (i === at ? { ...line, price: '1' } : line));
      return track('cart_viewed', { cart_id: 'c', items })[0]?.about;
    });
    expect(abouts[0]).toBe(abouts[1]);
  });
});

describe('a call by name', () => {
  const client = {
    track: () => undefined,
    identify: () => undefined,
    cart: { set: () => undefined, add: () => undefined },
  };

  it.each([
    [['trak', 'x'], 'method_unknown', "did you mean 'track'?"],
    [['cart.ad', {}], 'method_unknown', "did you mean 'cart.add'?"],
    [['subscribe'], 'method_unknown', 'there are track, identify, cart.set, cart.add'],
    [['cart'], 'method_unknown', "cartline('cart') does nothing"],
    [[undefined], 'method_unknown', "cartline('undefined') does nothing"],
    [['cart.set', { items: [] }], 'cart_without_id', 'came without cart_id'],
  ])('%j is found', (call, code, detail) => {
    expect(checkCall(client, call)).toMatchObject({ code, detail: expect.stringContaining(detail) as string });
  });

  it.each([[['track', 'x']], [['cart.set', { cart_id: 'c' }]], [['cart.add', {}]]])('%j is fine', (call) => {
    expect(checkCall(client, call)).toBeUndefined();
  });

  it('passes through the global unchanged, with what stands on it, and is looked at once', () => {
    const calls: unknown[][] = [];
    const original: GlobalCartline = Object.assign((...call: unknown[]) => calls.push(call), {
      client,
      q: [[1, ['indentify']]] as const,
    });
    const page = { cartline: original };
    const findings: Finding[] = [];
    const watch = watchCalls(page, (finding) => findings.push(finding));
    watch();
    watch();
    expect(page.cartline('trak', 1)).toBe(1);
    expect(page.cartline.client).toBe(client);
    expect(calls).toEqual([['trak', 1]]);
    expect(findings.map(({ about }) => about)).toEqual(['indentify', 'trak']);
  });

  it('is not looked at while only the stub is there', () => {
    const stub: GlobalCartline = () => undefined;
    const page = { cartline: stub };
    watchCalls(page, () => undefined)();
    expect(page.cartline).toBe(stub);
  });
});

describe('a page', () => {
  const page = {
    scripts: [],
    clients: ['wk https://relay.example'],
    protocol: 'https:',
    base: 'https://shop.example/p',
  };
  const codes = (some: Partial<Parameters<typeof checkPage>[0]>): string[] =>
    checkPage({ ...page, ...some }).map(({ code }) => code);

  it('is fine with one script and one client', () => {
    expect(codes({ scripts: ['https://shop.example/cartline.js', 'https://shop.example/app.js'] })).toEqual([]);
  });
  it('has the script twice, under whichever name', () => {
    expect(codes({ scripts: ['/cartline.js?v=1', 'https://relay.example/cartline.0a1b2c3d.js'] })).toEqual([
      'script_twice',
    ]);
  });
  it('has two clients of one key that differ in the address', () => {
    expect(codes({ clients: ['wk https://relay.example', 'wk https://relay.example/'] })).toEqual(['clients_differ']);
    expect(codes({ clients: ['wk https://relay.example', 'wk2 https://relay.example'] })).toEqual([]);
  });
  it('may have addresses that are none', () => {
    expect(codes({ scripts: ['http://'], clients: ['wk http://'] })).toEqual([]);
  });
  it('is served by https and its relay is not', () => {
    expect(codes({ clients: ['wk http://relay.example'] })).toEqual(['insecure_relay']);
    expect(codes({ clients: ['wk http://localhost:8787'] })).toEqual([]);
  });
});
