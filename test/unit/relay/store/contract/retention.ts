import { describe, expect, it } from 'vitest';
import type { Purged, PurgeOptions, RelayStore } from '../../../../../src/relay/store/store.ts';
import type { CreateStore } from '../describe-store-contract.ts';
import { added, batchOf, identify, item, START, track } from '../new-message.ts';
import { deliverAll, feedAll, LATER } from './asking.ts';

const DAY_MS = 86_400_000;
const never: PurgeOptions = { heldBefore: 0, keysBefore: 0, now: START };

const refusal = {
  source: 'shop',
  messageId: 'bad',
  code: 'wrong_type',
  path: '',
  reason: 'because',
  receivedAt: START,
} as const;

const purgeAll = async (store: RelayStore, options: Partial<PurgeOptions>): Promise<Omit<Purged, 'isDone'>> => {
  const totals: Record<string, number> = {};
  for (let isDone = false; !isDone;) {
    const { isDone: ended, ...removed } = await store.purge({ ...never, ...options });
    Object.entries(removed).forEach(([name, count]) => (totals[name] = (totals[name] ?? 0) + count));
    isDone = ended;
  }
  return totals as unknown as Omit<Purged, 'isDone'>; // the same names
};

const order = (at: number, id: string, email: string) =>
  track(
    at,
    undefined,
    'order_completed',
    { order_id: id, items: [item('p1')], total: 10, currency: 'EUR', email },
    { source: 'server', trusted: true, fromServer: true, businessKey: `order_completed:${id}` },
  );

export const describeRetention = (create: CreateStore): void => {
  describe('retention', () => {
    it('forgets what persons did once it was delivered, in pieces, and never what is still to be delivered', async () => {
      const { store } = await create();
      const old = Array.from({ length: 1_100 }, (_, index) => track(index, 'v1', 'old'));
      await store.append(batchOf(identify(0, 'v1', { email: 'a@x.co' }), ...old));
      await deliverAll(store);
      await store.append(batchOf(track(2_000, 'v1', 'waiting')));
      expect(await purgeAll(store, { messagesBefore: START + 3_000 })).toMatchObject({ messages: 1_101, persons: 0 });
      expect((await feedAll(store)).map(({ event }) => event)).toEqual(['waiting']);
      expect(await store.append(batchOf(...old.slice(0, 2)))).toEqual(['duplicate', 'duplicate']);
    });

    it('keeps a person’s totals when the messages are gone, and takes no order twice', async () => {
      const { store } = await create();
      await store.append(batchOf(order(0, 'o1', 'a@x.co')));
      await deliverAll(store);
      await purgeAll(store, { messagesBefore: START + 1, keysBefore: START + 1 });
      expect(await feedAll(store)).toEqual([]);
      await store.append(batchOf({ ...order(0, 'o1', 'a@x.co'), receivedAt: LATER }, order(10, 'o2', 'a@x.co')));
      const record = await store.persons.record([{ key: 'email', value: 'a@x.co' }]);
      expect(record.persons[0]?.['attributes']).toMatchObject({ orders_count: 2, lifetime_value: 20 });
    });

    it('remembers ids of a server’s messages as long as the messages, those of a page for as long as it is told', async () => {
      const { store } = await create();
      const server = identify(0, undefined, { email: 'a@x.co' }, { fromServer: true, trusted: true, source: 'server' });
      const page = identify(0, 'v1', { email: 'b@x.co' });
      await store.append(batchOf(server, page));
      await purgeAll(store, { keysBefore: START + DAY_MS });
      expect(await store.append(batchOf(server, page))).toEqual(['duplicate', 'accepted']);
    });

    it('names what is too old to be known, and stores it neither as new nor twice', async () => {
      const { store } = await create();
      const known = track(0, 'v1', 'known');
      await store.append(batchOf(known));
      const again = { ...known, isExpired: true };
      expect(await store.append(batchOf(again, { ...again, hash: 'other' }))).toEqual(['duplicate', 'conflict']);
      await purgeAll(store, { keysBefore: START + DAY_MS });
      expect(await store.append(batchOf(again))).toEqual(['too_old']);
      expect(await feedAll(store)).toHaveLength(1);
      expect(await store.stats()).toMatchObject({ tooOld: 1, messages: 1 });
    });

    it('forgets carts that nobody touches, and tells whoever had one open', async () => {
      const { store } = await create();
      await store.append(batchOf(identify(0, 'v1', { email: 'a@x.co' }), added(10, 'v1', 'old')));
      await store.append(batchOf(identify(0, 'v2', { email: 'b@x.co' }), added(5_000, 'v2', 'young')));
      await deliverAll(store);
      expect(await purgeAll(store, { cartsBefore: START + 1_000 })).toMatchObject({ carts: 1 });
      const lanes = await store.claim('cio', { lanes: 9, perLane: 9, leaseMs: 1, now: LATER });
      expect(lanes.map(({ person }) => [person.email, person.attributes['open_cart_id']])).toEqual([['a@x.co', null]]);
    });

    it('forgets refused messages and reports of drops; how much was dropped stays counted', async () => {
      const { store } = await create();
      const refused = {
        ...refusal,
        body: {},
      } as const;
      const report = { source: 'shop', receivedAt: START, id: 'r1', reason: 'no_room', count: 7 };
      const drift = [{ kind: 'event', from: 'Product Added', to: 'added_to_cart' }] as const;
      await store.append({ messages: [track(0, 'v1', 'x', {}, { drift })], quarantined: [refused], dropped: [report] });
      expect(await purgeAll(store, { quarantineBefore: START + 1 })).toMatchObject({ quarantined: 1 });
      expect(await store.stats()).toMatchObject({ quarantined: 0, dropped: { no_room: 7 }, drift: [] });
      await store.append({ messages: [], quarantined: [], dropped: [{ ...report, id: 'r2', count: 1 }] });
      expect((await store.stats()).dropped).toEqual({ no_room: 8 });
    });

    it('forgets persons of whom nothing came, with their orders, and visitors who are nobody', async () => {
      const { store } = await create();
      await store.append(
        batchOf(order(0, 'o1', 'a@x.co'), identify(0, 'v1', { email: 'a@x.co' }), track(0, 'v2', 'unknown')),
      );
      await store.append(batchOf(identify(9_000, 'v3', { email: 'b@x.co' })));
      await deliverAll(store);
      const before = START + 5_000;
      const gone = await purgeAll(store, { heldBefore: before, messagesBefore: before, personsBefore: before });
      expect(gone).toMatchObject({ held: 1, messages: 2, persons: 1, visitors: 2 });
      expect(await store.stats()).toMatchObject({ persons: 1, visitors: 1 });
      expect((await store.persons.record([{ key: 'email', value: 'a@x.co' }])).orders).toEqual([]);
    });
  });

  describe('counts', () => {
    it('are right where a message is held, released and erased in one go, in a store that is new', async () => {
      const { store } = await create();
      await store.append(batchOf(track(0, 'v1', 'a'), identify(5, 'v1', { email: 'a@x.co' })));
      expect((await store.stats()).deliveries['cio']).toMatchObject({ held: 0, pending: 2 });
      await Promise.all([
        store.append(batchOf(track(0, 'v2', 'a'), identify(5, 'v2', { email: 'b@x.co' }))),
        store.persons.erase([{ key: 'email', value: 'b@x.co' }], START + DAY_MS),
      ]);
      expect(await store.stats()).toMatchObject({
        ...{ persons: 1, visitors: 1 },
        deliveries: { cio: { held: 0, pending: 2 } },
      });
    });
  });

  describe('what is missing', () => {
    const numbered = (tab: string, tabIndex: number) => track(tabIndex, 'v1', 'x', {}, { tab, tabIndex });

    it('is told by the numbers of each tab, until it comes', async () => {
      const { store } = await create();
      await store.append(batchOf(numbered('t1', 0), numbered('t1', 3), numbered('t2', 1)));
      expect((await store.stats()).missing).toBe(3);
      const late = numbered('t1', 2);
      await store.append(batchOf(late));
      await store.append(batchOf(late));
      expect((await store.stats()).missing).toBe(2);
    });

    it('is not what was refused, nor what is forgotten later', async () => {
      const { store } = await create();
      const refused = {
        ...refusal,
        body: { context: { seq: ['t1', 1] } },
      } as const;
      await store.append({
        messages: [numbered('t1', 0), numbered('t1', 2)],
        quarantined: [refused],
        dropped: [],
      });
      expect((await store.stats()).missing).toBe(0);
      await purgeAll(store, { heldBefore: START + DAY_MS });
      await store.append(batchOf(numbered('t1', 3)));
      expect((await store.stats()).missing).toBe(0);
    });
  });
};
