import { describe, expect, test } from 'vitest';
import type { LogFields } from '../../../../src/relay/logger.ts';
import { makeRelay, send, SERVER_KEY, track, WRITE_KEY } from './relay-fixture.ts';

const item = { product_id: 'p1', quantity: 2, price: 24.5 };
const order = (properties: object = {}, rest: object = {}): object =>
  track('order_completed', { order_id: '1001', items: [item], ...properties }, rest);

describe('orders from the server (as soon as there is a server key)', () => {
  test("a browser's order is kept and withheld, and does not stand in the way of the server's", async () => {
    const { relay, store } = makeRelay();
    expect((await send(relay, [order({}, { messageId: 'browser' })])).accepted).toEqual(['browser']);
    expect((await send(relay, [order({}, { messageId: 'server' })], { key: SERVER_KEY })).accepted).toEqual(['server']);
    expect(store.messages.map(({ withheld, businessKey }) => [withheld, businessKey])).toEqual([
      ['orders come from the server', undefined],
      [undefined, 'order_completed:1001'],
    ]);
  });

  test('an order that came before answers as accepted: the answer reveals nothing', async () => {
    const { relay, store } = makeRelay();
    await send(relay, [order({}, { messageId: 's1' })], { key: SERVER_KEY });
    expect(await send(relay, [order({}, { messageId: 's2' })], { key: SERVER_KEY })).toMatchObject({
      accepted: ['s2'],
      duplicates: [],
    });
    expect(store.messages).toHaveLength(1);
  });

  test('refunds and cancellations have keys of their own', async () => {
    const { relay, store } = makeRelay();
    const refund = track('order_refunded', { order_id: '1001', refund_id: 'r7', amount: 5 });
    await send(relay, [refund, track('order_cancelled', { order_id: '1001' })], { key: SERVER_KEY });
    expect(store.messages.map(({ businessKey }) => businessKey)).toEqual([
      'order_refunded:1001:r7',
      'order_cancelled:1001',
    ]);
  });
});

test("with orders: 'browser' the page is believed", async () => {
  const { relay, store } = makeRelay({ keys: [{ key: WRITE_KEY, kind: 'write' }], orders: 'browser' });
  await send(relay, [order()]);
  expect(store.messages[0]).toMatchObject({ businessKey: 'order_completed:1001', trusted: false });
  expect(store.messages[0]?.withheld).toBeUndefined();
});

describe('money', () => {
  const revenueOf = async (properties: object): Promise<unknown> => {
    const { relay, store } = makeRelay();
    await send(relay, [order(properties)], { key: SERVER_KEY });
    const message = store.messages[0]?.message;
    return message?.type === 'track' ? message.properties?.['revenue'] : undefined;
  };

  test.each([
    [{ total: 59.9, shipping: 4.9, tax: 9.56, currency: 'EUR' }, 45.44],
    [{ total: 0.3, shipping: 0.1, currency: 'EUR' }, 0.2],
    [{ total: 5000, shipping: 500, tax: 455, currency: 'JPY' }, 4045],
    [{ total: 1.005, shipping: 0.005, currency: 'KWD' }, 1],
    [{ total: 10, shipping: 12, currency: 'EUR' }, -2],
    [{ total: 59.9, revenue: 1 }, 1],
    [{ shipping: 4.9 }, undefined],
  ])('revenue of %j is %s', async (properties, revenue) => expect(await revenueOf(properties)).toBe(revenue));

  test('a value that is not the sum of its items is a warning, never a loss', async () => {
    const warnings: [string, LogFields | undefined][] = [];
    const nothing = (): void => undefined;
    const { relay } = makeRelay({
      logger: { info: nothing, error: nothing, warn: (code, fields) => void warnings.push([code, fields]) },
    });
    const cart = (value: number, messageId: string): object =>
      track(
        'added_to_cart',
        {
          cart_id: 'c',
          items: [item, { product_id: 'p2', quantity: 3, price: 0.1 }],
          added: [item],
          value,
          currency: 'EUR',
        },
        { messageId },
      );
    expect((await send(relay, [cart(49.3, 'right'), cart(50, 'wrong')])).accepted).toEqual(['right', 'wrong']);
    expect(warnings).toEqual([['value_mismatch', { source: 'browser', count: 1, messageId: 'wrong' }]]);
  });
});
