import { describe, expect, test } from 'vitest';
import { standingsOf } from '../../../../src/relay/insight/entry-state.ts';
import { nameOf, summaryOf, whoOf } from '../../../../src/relay/insight/summary.ts';
import type { FeedEntry } from '../../../../src/relay/store/store.ts';

const entry = (event: string | undefined, body: unknown, rest: Partial<FeedEntry> = {}): FeedEntry => ({
  revision: 1,
  kind: 'message',
  seq: 1,
  receivedAt: 0,
  occurredAt: 0,
  source: 'browser',
  type: 'track',
  ...(event !== undefined && { event }),
  messageId: 'm',
  incomplete: [],
  deliveries: [],
  body,
  ...rest,
});

const item = { product_id: 'p1', name: 'Milk Cleanser', quantity: 2, price: 24 };

describe('the summary of a line', () => {
  test.each([
    [
      'added_to_cart',
      { cart_id: 'c_1', items: [item], added: [item], value: 48, currency: 'EUR' },
      '+ 2 × Milk Cleanser · 2 items · 48.00 EUR · cart c_1',
    ],
    [
      'removed_from_cart',
      { cart_id: 'c_1', items: [], removed: [item, item] },
      '− 2 × Milk Cleanser and 1 more · 0 items · cart c_1',
    ],
    ['product_viewed', { product_id: 'p1' }, 'product p1'],
    ['product_viewed', { product_id: 'p1', name: 'Mist', price: 1200, currency: 'JPY' }, 'Mist · 1200 JPY'],
    ['products_searched', { query: 'serum', results_count: 0 }, '“serum” · 0 results'],
    [
      'order_completed',
      { order_id: '1001', items: [item], total: 53.9, currency: 'EUR' },
      'order 1001 · 2 items · 53.90 EUR',
    ],
    [
      'order_refunded',
      { order_id: '1001', refund_id: 'r1', amount: 5, currency: 'EUR' },
      'order 1001 · 5.00 EUR · refund r1',
    ],
    ['consent_changed', { channel: 'email', granted: false }, 'email · withdrawn'],
    ['quiz_finished', { skin: 'dry', score: 3, nested: {}, fun: true, more: 1 }, 'skin: dry · score: 3 · fun: true'],
    ['constructor', { a: 1 }, 'a: 1'],
  ])('%s %j', (event, properties, expected) => {
    expect(summaryOf(entry(event, { properties })).replaceAll('\u00A0', ' ')).toBe(expected);
  });

  test.each([
    null,
    7,
    'text',
    [],
    { properties: null },
    { properties: { items: 'x', added: 7, value: 'y', currency: {} } },
  ])('%j breaks nothing', (body) => {
    expect(summaryOf(entry('added_to_cart', body))).toBe('');
  });

  test('of an identify says what was learnt', () => {
    expect(
      summaryOf(entry(undefined, { traits: { email: 'a@b.example', first_name: 'Ada' } }, { type: 'identify' })),
    ).toMatch(/a@b.example.· first_name/);
  });
});

test('the name is the event, or the type where there is none', () => {
  expect(nameOf(entry('x', {}))).toBe('x');
  expect(nameOf(entry(undefined, { event: 'add_to_cart' }))).toBe('add_to_cart');
  expect(nameOf(entry(undefined, 7, { type: 'page' }))).toBe('page');
});

test('who it was: the person, else the beginning of the visitor', () => {
  expect(whoOf(entry('x', {}, { person: { id: '1', userId: 'u1' } }))).toEqual({ label: 'u1', isKnown: true });
  expect(whoOf(entry('x', {}, { anonymousId: 'a1b2c3d4' }))).toEqual({ label: 'visitor a1b2…', isKnown: false });
  expect(whoOf(entry('x', {})).label).toBe('nobody named');
});

test('a message stands at each destination for itself', () => {
  const deliveries: FeedEntry['deliveries'] = [
    { destination: 'customerio', state: 'delivered', attempts: 1 },
    { destination: 'warehouse', state: 'pending', attempts: 1, reason: 'answered 503', nextAttemptAt: 9 },
  ];
  expect(standingsOf(entry('x', {}, { deliveries }))).toEqual([
    { state: 'delivered', destination: 'customerio' },
    { state: 'pending', destination: 'warehouse', why: '1 attempt: answered 503', nextAttemptAt: 9 },
  ]);
  expect(standingsOf(entry('x', {}))).toEqual([{ state: 'kept' }]);
});
