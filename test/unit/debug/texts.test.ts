import { describe, expect, it } from 'vitest';
import {
  cartSections,
  outboxSections,
  visitorSections,
  type ClientFacts,
  type ReadValue,
} from '../../../src/debug/facts.ts';
import { statusOf } from '../../../src/debug/status.ts';
import { summaryOf } from '../../../src/debug/summary.ts';
import { duration, size } from '../../../src/debug/times.ts';

const now = Date.UTC(2026, 10, 22, 10);
const client: ClientFacts = {
  writeKey: 'wk',
  relay: 'https://relay.example',
  anonymousId: 'a-1',
  consent: 'granted',
  outbox: { messages: 0, bytes: 0, more: false },
  reply: undefined,
};
const reading =
  (values: Record<string, unknown>): ReadValue =>
  (key) =>
    key in values ? JSON.stringify(values[key]) : null;
const facts = (sections: readonly { facts: readonly { label: string; value: string }[] }[]): Record<string, string> =>
  Object.fromEntries(sections.flatMap((section) => section.facts.map(({ label, value }) => [label, value])));

const items = [
  { product_id: 'p1', name: 'Milk Cleanser', quantity: 1, price: 24 },
  { product_id: 'p2', quantity: 2, price: 12.5 },
];

describe('the summary of a message', () => {
  it.each([
    [
      { type: 'track', event: 'added_to_cart', properties: { items, added: [items[0]], value: 49, currency: 'EUR' } },
      '+ 1 × Milk Cleanser · 3 items · 49.00 EUR',
    ],
    [
      {
        type: 'track',
        event: 'removed_from_cart',
        properties: { items: [], removed: items, value: 0, currency: 'JPY' },
      },
      '− 1 × Milk Cleanser and 1 more · 0 items · 0 JPY',
    ],
    [
      { type: 'track', event: 'order_completed', properties: { order_id: '1001', items, total: 49, currency: 'EUR' } },
      'order 1001 · 3 items · 49.00 EUR',
    ],
    [
      { type: 'track', event: 'products_searched', properties: { query: 'oil', results_count: 3 } },
      '“oil” · 3 results',
    ],
    [{ type: 'track', event: 'quiz_finished', properties: { skin_type: 'dry', answers: {} } }, 'skin_type: dry'],
    [{ type: 'identify', traits: { email: 'jane@example.com', source: 'popup' } }, 'jane@example.com · popup'],
    [{ type: 'page', properties: { path: '/cart', title: 'Cart' } }, '/cart · Cart'],
    [{ type: 'track', event: 'cart_viewed', properties: 'nonsense' }, ''],
    [{}, ''],
  ])('%j is %s', (body, text) => {
    expect(summaryOf(body)).toBe(text);
  });
});

describe('the facts of the page', () => {
  it('say who the visitor is', () => {
    const read = reading({
      cl_visitor: { id: 'a-1', userId: 'u-7', first: { campaign: { source: 'instagram' } }, visit: { id: 's-1' } },
    });
    const sections = visitorSections(client, read, 'x=1; cl_id=a-1', false);
    expect(facts(sections)).toMatchObject({
      'Anonymous id': 'a-1',
      'User id': 'u-7',
      'Cookie cl_id': 'holds the id',
      Session: 's-1',
      Analytics: 'granted',
    });
    expect(sections.at(-1)?.facts[0]?.value).toBe('source: instagram');
    expect(facts(visitorSections(client, read, 'cl_id=b-2', true))).toMatchObject({
      'Cookie cl_id': 'another id: b-2',
      'GPC signal': 'on',
    });
  });

  it('say what waits, and until when', () => {
    const waiting = { ...client, outbox: { messages: 2, bytes: 1_234, oldestAt: now - 90_000, more: true } };
    const read = reading({ cl_wait: -(now + 5_000), cl_drops: [{ id: 'x', reason: 'expired', count: 3 }] });
    expect(facts(outboxSections(waiting, read, now))).toMatchObject({
      Messages: '2 or more',
      Size: '1.2 kB or more',
      Oldest: '2 min ago',
      'Next attempt': 'in 5 s',
      expired: '3',
    });
  });

  it('say what is in the cart, and stand what is no cart of ours', () => {
    expect(facts(cartSections(reading({ cl_cart: { cart_id: 'c', currency: 'EUR', items } })))).toMatchObject({
      Value: '49.00 EUR',
      '2 × p2': '12.50 EUR',
    });
    expect(cartSections(() => 'not JSON')[0]?.empty).toContain('No cart');
  });
});

describe('the status', () => {
  const status = (some: Partial<ClientFacts>, wait = 0, online = true): string =>
    statusOf([{ ...client, ...some }], wait, online, now).text;
  const outbox = { messages: 3, bytes: 1, more: false };
  it('names what hinders first', () => {
    expect(statusOf([], 0, true, now).text).toBe('No client on this page');
    expect(status({ consent: 'denied', outbox })).toBe('Consent denied: calls are dropped');
    expect(status({ consent: 'pending' })).toBe('Consent pending: calls wait');
    expect(status({ outbox }, 0, false)).toBe('Offline, 3 waiting');
    expect(status({ outbox }, now + 4_000)).toBe('3 waiting, next try in 4 s');
    expect(status({ outbox })).toBe('3 messages on the way');
    expect(status({})).toBe('Everything has arrived');
  });
});

describe('units', () => {
  it('are short', () => {
    expect([0, 12_400, 300_000, 10_800_000, 259_200_000].map(duration)).toEqual([
      '0 s',
      '12 s',
      '5 min',
      '3 h',
      '3 days',
    ]);
    expect([12, 1_250].map(size)).toEqual(['12 B', '1.3 kB']);
  });
});
