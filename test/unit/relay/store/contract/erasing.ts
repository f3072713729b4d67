import { describe, expect, it } from 'vitest';
import type { Identifier, Lane, NewMessage, RelayStore } from '../../../../../src/relay/store/store.ts';
import type { CreateStore } from '../describe-store-contract.ts';
import { added, batchOf, identify, item, newMessage, START, track } from '../new-message.ts';
import { allDone, claimAll, claimOne, deliverAll, feedAll, LATER, LEASE_MS, survived } from './asking.ts';

const email = (value: string): Identifier[] => [{ key: 'email', value }];
const eraseAt = START + 100_000;

/** What any part of the store may still show of somebody. */
const traces = async (store: RelayStore, who: readonly Identifier[]): Promise<string> =>
  JSON.stringify([
    await feedAll(store),
    await store.persons.record(who),
    await store.replay.quarantined({ limit: 99, after: 0 }),
  ]);

const erasedLane = (lane: Lane, erased: NonNullable<ReturnType<typeof allDone>['erased']>) => ({
  lane: lane.lane,
  token: lane.token,
  messages: [],
  erased,
});

/** One message of each kind that may be about a person: queued, dead, held, refused, of a cart and of an order. */
const lifeOf = async (store: RelayStore): Promise<readonly NewMessage[]> => {
  const order = track(
    30,
    undefined,
    'order_completed',
    { order_id: 'o1', cart_id: 'c1', items: [item('p1')], total: 10, currency: 'EUR', email: 'a@x.co' },
    { source: 'server', trusted: true, fromServer: true, businessKey: 'order_completed:o1' },
  );
  const all = [
    track(0, 'v1', 'seen'),
    added(10, 'v1', 'c1'),
    identify(20, 'v1', { email: 'a@x.co', name: 'Ada' }),
    order,
    track(40, 'v1', 'later'),
  ];
  await store.append(batchOf(...all));
  const lane = await claimOne(store);
  const [first] = lane.messages;
  if (!first) throw new Error('expected a message');
  await store.settle(
    'cio',
    [{ ...allDone(lane), messages: [{ seq: first.seq, status: 'dead', reason: 'refused for good' }] }],
    LATER,
  );
  const refused = {
    source: 'shop',
    receivedAt: START + 50,
    messageId: 'bad',
    body: {
      type: 'identify',
      anonymousId: 'v1',
      timestamp: new Date(START).toISOString(),
      traits: { email: 'A@x.co' },
    },
    code: 'wrong_type',
    path: '',
    reason: 'because',
  } as const;
  await store.append({ messages: [], quarantined: [refused], dropped: [] });
  return all;
};

export const describeErasing = (create: CreateStore): void => {
  describe('erasing a person', () => {
    it('says what would go, and does nothing yet', async () => {
      const { store } = await create();
      await lifeOf(store);
      const before = await traces(store, email('a@x.co'));
      const expected = { persons: 1, visitors: 1, messages: 5, undelivered: 4, quarantined: 1, carts: 1, orders: 1 };
      expect(await store.persons.preview(email('a@x.co'))).toMatchObject({ ...expected, destinations: ['cio'] });
      expect(await traces(store, email('a@x.co'))).toBe(before);
      expect(await store.persons.erase(email('a@x.co'), eraseAt)).toMatchObject(expected);
    });

    it('leaves nothing of what is queued, dead, held, refused, of carts and of visitors', async () => {
      const { store } = await create();
      await lifeOf(store);
      await store.persons.erase(email('a@x.co'), eraseAt);
      for (const word of ['a@x.co', 'A@x.co', 'Ada', 'v1', 'c1'])
        expect(await traces(store, email('a@x.co'))).not.toContain(`"${word}"`);
      expect(await store.stats()).toMatchObject({
        persons: 0,
        visitors: 0,
        quarantined: 0,
        deliveries: { cio: { held: 0, pending: 0, dead: 0, delivered: 0 } },
      });
    });

    it('takes nothing of before in again, whoever sends it, and answers as to a duplicate', async () => {
      const { store } = await create();
      const all = await lifeOf(store);
      await store.persons.erase(email('a@x.co'), eraseAt);
      expect(await store.append(batchOf(...all))).toEqual(all.map(() => 'duplicate'));
      const late = [
        track(60, 'v1', 'from an outbox', {}, { receivedAt: eraseAt + 5 }),
        identify(70, 'v9', { email: 'A@x.co ' }, { receivedAt: eraseAt + 5 }),
        newMessage(
          80,
          { type: 'track', event: 'order_completed', properties: { order_id: 'o0', email: 'a@x.co' } },
          { fromServer: true, trusted: true, source: 'history', receivedAt: eraseAt + 5 },
        ),
      ];
      expect(await store.append(batchOf(...late))).toEqual(['duplicate', 'duplicate', 'duplicate']);
      const refused = { type: 'identify', timestamp: new Date(START).toISOString(), traits: { email: 'a@x.co' } };
      const entry = { source: 'shop', receivedAt: eraseAt + 5, messageId: 'bad2', body: refused };
      await store.append({
        messages: [],
        quarantined: [{ ...entry, code: 'wrong_type', path: '', reason: 'because' }],
        dropped: [],
      });
      expect(await feedAll(store)).toEqual([]);
      expect(await store.stats()).toMatchObject({ persons: 0, quarantined: 0 });
    });

    it('takes in what they do afterwards, as of somebody new', async () => {
      const { store } = await create();
      await lifeOf(store);
      await store.persons.erase(email('a@x.co'), eraseAt);
      await store.append(batchOf(track(200_000, 'v1', 'came back'), identify(200_001, 'v1', { email: 'a@x.co' })));
      const lanes = (await claimAll(store)).filter(({ erasure }) => !erasure);
      expect(lanes.map(({ messages }) => messages.length)).toEqual([2]);
      expect(lanes[0]?.person.attributes).not.toHaveProperty('orders_count');
      expect(lanes[0]?.deliveredVersion).toBe(0);
    });

    it('tells each destination, with the keys and with what it had accepted of them, until it is done', async ({
      skip,
    }) => {
      const { store, reopen } = await create([
        { name: 'cio', anonymous: 'hold' },
        { name: 'hook', anonymous: 'hold' },
      ]);
      await lifeOf(store);
      await store.persons.erase(email('a@x.co'), eraseAt);
      expect((await store.stats()).erasures).toEqual({ waiting: 2, refused: [] });
      const first = await claimOne(store);
      expect(first).toMatchObject({
        person: { email: 'a@x.co', attributes: {}, version: 0 },
        memory: { told: expect.any(Number) as number },
        erasure: { at: eraseAt, visitors: ['v1'] },
        messages: [],
      });
      const result = { lane: first.lane, token: first.token, messages: [], notBefore: LATER + 5_000 };
      expect(await store.settle('cio', [result], LATER)).toEqual([]);
      expect(await claimAll(store)).toEqual([]);
      expect(await store.nextDue('cio')).toBe(LATER + 5_000);
      const again = await survived(reopen, skip)();
      const second = await claimOne(again, LATER + 5_000);
      expect(await again.settle('cio', [erasedLane(second, { status: 'done' })], LATER + 5_000)).toEqual([]);
      expect(await again.nextDue('cio')).toBeUndefined();
      expect((await again.stats()).erasures).toEqual({ waiting: 1, refused: [] });
    });

    it('keeps the refusal of a destination until it is replayed', async () => {
      const { store } = await create();
      await lifeOf(store);
      await store.persons.erase(email('a@x.co'), eraseAt);
      const lane = await claimOne(store);
      await store.settle('cio', [erasedLane(lane, { status: 'refused', reason: 'do it by hand' })], LATER);
      expect(await store.nextDue('cio')).toBeUndefined();
      expect((await store.stats()).erasures).toEqual({
        waiting: 0,
        refused: [{ destination: 'cio', reason: 'do it by hand', at: eraseAt }],
      });
      expect(await store.replay.redrive({ limit: 100 })).toBe(1);
      expect((await claimOne(store)).erasure).toBeDefined();
    });

    it('waits for what is under way to the person, and lets it write nothing any more', async () => {
      const { store } = await create();
      await store.append(batchOf(identify(0, 'v1', { email: 'a@x.co' })));
      const underWay = await claimOne(store);
      await store.persons.erase(email('a@x.co'), LATER);
      expect(await claimAll(store, LATER)).toEqual([]);
      expect(await store.nextDue('cio')).toBe(LATER + LEASE_MS);
      expect(await store.settle('cio', [allDone(underWay)], LATER)).toEqual([underWay.lane]);
      expect((await claimOne(store, LATER)).erasure).toBeDefined();
    });

    it('does not wait longer than for the lease of a worker that died', async () => {
      const { store } = await create();
      await store.append(batchOf(identify(0, 'v1', { email: 'a@x.co' })));
      await claimOne(store);
      await store.persons.erase(email('a@x.co'), LATER);
      expect((await claimOne(store, LATER + LEASE_MS)).erasure).toBeDefined();
    });

    it('passes the name on where nobody here has it, and keeps it out', async () => {
      const { store } = await create();
      expect(await store.persons.erase(email('z@x.co'), eraseAt)).toMatchObject({ persons: 0, destinations: ['cio'] });
      expect((await claimOne(store)).person.email).toBe('z@x.co');
      expect(await store.append(batchOf(identify(5, 'v7', { email: 'z@x.co' })))).toEqual(['duplicate']);
    });

    it('leaves to others what is theirs: a shared browser, a shared cart, other persons', async () => {
      const { store } = await create();
      await store.append(
        batchOf(
          identify(0, 'shared', { email: 'a@x.co' }),
          track(10, 'shared', 'of a'),
          identify(20, 'shared', { email: 'b@x.co' }),
          added(30, 'shared', 'cb'),
        ),
      );
      await deliverAll(store);
      expect(await store.persons.erase(email('a@x.co'), eraseAt)).toMatchObject({
        persons: 1,
        visitors: 0,
        messages: 2,
      });
      const events = (await feedAll(store)).map(({ event, person }) => [event, person?.email]);
      expect(events).toEqual([
        [undefined, 'b@x.co'],
        ['added_to_cart', 'b@x.co'],
      ]);
      // late, of the time that was a's: nobody inherits it
      await store.append(batchOf(track(12, 'shared', 'late of a'), track(40, 'shared', 'of b')));
      expect(await deliverAll(store, LATER + 10_000)).toMatchObject({ 'b@x.co': ['of b'] });
      expect((await store.stats()).deliveries).toMatchObject({ cio: { held: 1 } });
    });

    it('empties the webhooks that named them, and no others', async () => {
      const { store } = await create();
      const { deliveries } = store;
      if (!deliveries) return; // an engine without sources
      await lifeOf(store);
      const bodies = {
        mail: '{"email":" A@x.co "}',
        longer: '{"email":"aa@x.co","quantity":42}',
        id: '{"customer":{"id":42},"email":null}',
        other: '{"id":42,"customer":{"id":421}}',
      };
      for (const [deliveryId, body] of Object.entries(bodies)) {
        const webhook = { source: 'shopify', topic: 'orders/create', receivedAt: START };
        await deliveries.keep({ ...webhook, deliveryId, body });
        const { seq } = (await deliveries.find('shopify', deliveryId))!;
        await deliveries.settle({ seq, state: 'done', at: START });
      }
      await store.persons.erase(email('a@x.co'), eraseAt);
      await store.persons.erase([{ key: 'userId', value: '42' }], eraseAt);
      for (const [deliveryId, body] of Object.entries(bodies))
        expect((await deliveries.find('shopify', deliveryId))?.body).toBe(/mail|id/.test(deliveryId) ? '' : body);
    });

    it('finds somebody by their anonymous id, and a visitor whom nobody knows', async () => {
      const { store } = await create();
      await lifeOf(store);
      await store.append(batchOf(track(0, 'v2', 'unknown')));
      const byVisitor = (value: string): Identifier[] => [
        { key: 'userId', value },
        { key: 'anonymousId', value },
      ];
      expect(await store.persons.preview(byVisitor('v1'))).toMatchObject({ persons: 1, messages: 5 });
      expect(await store.persons.erase(byVisitor('v2'), eraseAt)).toMatchObject({
        persons: 0,
        visitors: 1,
        messages: 1,
      });
      expect(await store.append(batchOf(track(5, 'v2', 'late')))).toEqual(['duplicate']);
    });
  });

  describe('the record of a person', () => {
    it('has everything that is held about them', async () => {
      const { store } = await create();
      await lifeOf(store);
      const record = await store.persons.record(email('a@x.co'));
      expect(record.persons).toMatchObject([{ email: 'a@x.co', attributes: { name: 'Ada', orders_count: 1 } }]);
      expect(record.visitors).toMatchObject([{ anonymousId: 'v1' }]);
      expect(record.messages).toHaveLength(5);
      expect(record.messages[0]).toMatchObject({
        message: { type: 'track', event: 'seen' },
        deliveries: [{ destination: 'cio' }],
      });
      expect(record.carts).toMatchObject([{ cartId: 'c1' }]);
      expect(record.orders).toMatchObject([{ orderId: 'o1' }]);
      expect(record.quarantined).toMatchObject([{ reason: 'because' }]);
      expect(record.destinations).toMatchObject([
        { destination: 'cio', knows: { told: expect.any(Number) as number } },
      ]);
    });

    it('is empty of somebody who is not here', async () => {
      const { store } = await create();
      await lifeOf(store);
      const record = await store.persons.record(email('z@x.co'));
      expect(Object.values(record).flat()).toEqual([]);
    });
  });
};
