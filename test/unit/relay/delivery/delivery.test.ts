import { describe, expect, it, vi } from 'vitest';
import { added, batchOf, identify, item, newMessage, START, track } from '../store/new-message.ts';
import { stateOf } from '../store/contract/asking.ts';
import { newPath, openSqlite } from '../store/sqlite-files.ts';
import { eventsOf, settled, startCustomerio, startRelay, WAIT } from './relay-under-test.ts';

const order = { order_id: '1001', cart_id: 'c1', items: [item('p1')], total: 10, currency: 'EUR' };
const events = (requests: readonly { path: string; body: unknown }[]): unknown[] =>
  requests.flatMap(({ body }) =>
    ((body as { batch?: { action: string }[] } | undefined)?.batch ?? []).map((entry) => entry),
  );

describe('delivery to Customer.io', () => {
  it('sends the person first and awaits the answer, then the released events, oldest first, with their own times', async () => {
    const { double, destination } = await startCustomerio();
    const relay = await startRelay(destination);
    await relay.accept(
      added(2_000, 'v1', 'c1'),
      newMessage(1_000, { type: 'page', anonymousId: 'v1', properties: { url: 'https://shop.example/' } }),
    );
    await relay.accept(identify(3_000, 'v1', { email: 'Jane@x.co', first_name: 'Jane' }));
    await settled(relay);
    const [first, second] = double.requests().filter(({ path }) => path === '/api/v2/batch');
    expect(events([first ?? expect.fail()])).toMatchObject([
      { action: 'identify', identifiers: { email: 'jane@x.co' } },
    ]);
    expect(events([second ?? expect.fail()])).toMatchObject([
      { action: 'page' },
      { action: 'event', name: 'added_to_cart' },
    ]);
    expect(eventsOf(double, 'jane@x.co')).toEqual(['https://shop.example/', 'added_to_cart']);
    expect(double.person('jane@x.co')?.attributes).toMatchObject({ first_name: 'Jane', open_cart_id: 'c1' });
    expect(double.person('jane@x.co')?.timeline.map(({ timestamp }) => timestamp)).toContain((START + 2_000) / 1_000);
    expect(double.violations()).toEqual([]);
  });

  it('sends nothing about unknown visitors, and nothing twice', async () => {
    const { double, destination } = await startCustomerio();
    const relay = await startRelay(destination);
    await relay.accept(added(0, 'v1', 'c1'), identify(0, 'v2', { email: 'a@x.co' }));
    await settled(relay);
    await relay.accept(identify(1, 'v2', { email: ' A@X.co' }));
    await settled(relay);
    expect(events(double.requests())).toHaveLength(1);
    expect(double.anonymous()).toEqual([]);
  });

  it('gives a person the customer id, then addresses them by it', async () => {
    const { double, destination } = await startCustomerio();
    const relay = await startRelay(destination);
    await relay.accept(identify(0, 'v1', { email: 'a@x.co' }));
    await settled(relay);
    await relay.accept(identify(1, 'v1', {}, { userId: 'u1', trusted: true }), added(2, 'v1', 'c1'));
    await settled(relay);
    await relay.accept(
      track(3, 'v1', 'order_completed', order, { trusted: true, businessKey: 'order_completed:1001' }),
    );
    await settled(relay);
    expect(double.persons()).toHaveLength(1);
    expect(double.person('u1')?.attributes).toMatchObject({ orders_count: 1, lifetime_value: 10, last_cart_id: 'c1' });
    expect(double.person('u1')?.attributes['open_cart_id'] ?? null).toBeNull();
    expect(eventsOf(double, 'u1')).toEqual(['added_to_cart', 'order_completed']);
    expect(events(double.requests()).at(-1)).toMatchObject({ identifiers: { id: 'u1' } });
    expect(double.violations()).toEqual([]);
    expect(double.failures()).toEqual([]);
  });

  it('knows a person by phone only, who gains an address later', async () => {
    const { double, destination } = await startCustomerio();
    const relay = await startRelay(destination);
    await relay.accept(added(0, 'v1', 'c1'), identify(1, 'v1', { phone: '+49 151 12345678' }));
    await settled(relay);
    await relay.accept(identify(2, 'v1', { email: 'a@x.co' }), added(3, 'v1', 'c1'));
    await settled(relay);
    expect(double.persons()).toMatchObject([{ phone: '+4915112345678', email: 'a@x.co' }]);
    expect(eventsOf(double, 'a@x.co')).toEqual(['added_to_cart', 'added_to_cart']);
    expect(double.violations()).toEqual([]);
  });

  it('puts one refused item of a batch among the dead letters, with the answer, and delivers the others', async () => {
    const { double, destination } = await startCustomerio();
    const relay = await startRelay(destination);
    const bad = track(2, 'v1', ' ');
    await relay.accept(identify(0, 'v1', { email: 'a@x.co' }), track(1, 'v1', 'one'), bad, track(3, 'v1', 'two'));
    await settled(relay);
    expect(eventsOf(double, 'a@x.co')).toEqual(['one', 'two']);
    expect(await stateOf(relay.store, bad.messageId)).toMatchObject({
      state: 'dead',
      reason: expect.stringContaining('name') as string,
    });
  });

  it('sends again under the same id when the connection breaks after processing, and the event is there once', async () => {
    const { double, destination } = await startCustomerio();
    const relay = await startRelay(destination);
    await relay.accept(identify(0, 'v1', { email: 'a@x.co' }));
    await settled(relay);
    double.inject({ kind: 'reset-after-processing', times: 1, when: ({ path }) => path === '/api/v2/batch' });
    await relay.accept(track(1, 'v1', 'once'));
    await vi.waitFor(() => expect(relay.log).toContain('delivery_failed'), WAIT);
    relay.advance(60_000);
    await settled(relay);
    const ids = events(double.requests()).map((entry) => (entry as { id?: string }).id);
    expect(ids[1]).toBeDefined();
    expect(ids[2]).toBe(ids[1]);
    expect(eventsOf(double, 'a@x.co')).toEqual(['once']);
  });

  it('delivers after a crash what was sent but never settled, under the same id, and it is there once', async () => {
    const { double, destination } = await startCustomerio();
    const path = newPath();
    const crashed = await openSqlite(path);
    await crashed.append(
      batchOf(identify(0, 'v1', { email: 'a@x.co' }), track(1, 'v1', 'once', {}, { messageId: 'foreign-1' })),
    );
    const [lane] = await crashed.claim('cio', { lanes: 1, perLane: 9, leaseMs: 60_000, now: START + 60_000 });
    await destination.deliver(lane ?? expect.fail(), { signal: new AbortController().signal, now: START });
    await crashed.close();
    const relay = await startRelay(destination, path);
    await settled(relay);
    const ids = events(double.requests()).flatMap((entry) => (entry as { id?: string }).id ?? []);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
    expect(eventsOf(double, 'a@x.co')).toEqual(['once']);
  });
});
