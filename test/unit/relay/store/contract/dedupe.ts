import { describe, expect, it } from 'vitest';
import type { NewQuarantined } from '../../../../../src/relay/store/store.ts';
import type { CreateStore } from '../describe-store-contract.ts';
import { added, batchOf, identify, item, START, track } from '../new-message.ts';
import { claimAll, claimOne, deliverAll, eventOf, feedAll, stateOf } from './asking.ts';

const order = (at: number, visitor: string, about = {}) =>
  track(
    at,
    visitor,
    'order_completed',
    { order_id: '1001', items: [item('p1')], total: 10, currency: 'EUR' },
    {
      businessKey: 'order_completed:1001',
      ...about,
    },
  );

const refused: NewQuarantined = {
  source: 'shop',
  receivedAt: START,
  messageId: 'q1',
  body: { type: 'track', event: 'added_to_cart' },
  code: 'missing_property',
  path: '/properties/cart_id',
  reason: 'added_to_cart needs cart_id',
};

export const describeDedupe = (create: CreateStore): void => {
  describe('dedupe', () => {
    it('takes a message once, and calls a repetition a duplicate', async () => {
      const { store } = await create();
      const message = added(0, 'v1', 'c1');
      expect(await store.append(batchOf(message))).toEqual(['accepted']);
      expect(await store.append(batchOf(message, message))).toEqual(['duplicate', 'duplicate']);
      expect(await store.stats()).toMatchObject({ messages: 1, duplicates: 2, conflicts: 0 });
    });

    it('keeps the first body and counts a conflict when the same id comes with another', async () => {
      const { store } = await create();
      const message = added(0, 'v1', 'c1');
      await store.append(batchOf(message));
      expect(await store.append(batchOf({ ...message, hash: 'other' }))).toEqual(['conflict']);
      expect(await store.stats()).toMatchObject({ messages: 1, conflicts: 1 });
    });

    it('takes the same id of two sources as two messages', async () => {
      const { store } = await create();
      const message = track(0, 'v1', 'product_viewed', {}, { messageId: 'not-a-ulid' });
      await store.append(batchOf(message, { ...message, source: 'server' }, identify(1, 'v1', { email: 'a@x.co' })));
      const { messages } = await claimOne(store);
      expect(messages.map(eventOf)).toEqual(['product_viewed', 'product_viewed', 'identify']);
      expect(new Set(messages.map(({ deliveryKey }) => deliveryKey)).size).toBe(3);
    });

    it('accepts one of fifty concurrent appends of the same message', async () => {
      const { store } = await create();
      const message = added(0, 'v1', 'c1');
      const outcomes = await Promise.all(Array.from({ length: 50 }, () => store.append(batchOf(message))));
      expect(outcomes.flat().filter((outcome) => outcome === 'accepted')).toHaveLength(1);
      expect(await store.stats()).toMatchObject({ messages: 1, duplicates: 49 });
    });

    it('delivers an order once, whoever reports it, and counts it once', async () => {
      const { store } = await create();
      const second = order(5, 'v1', { source: 'server' });
      await store.append(batchOf(identify(0, 'v1', { email: 'a@x.co' }), order(1, 'v1')));
      expect(await store.append(batchOf(second))).toEqual(['accepted']);
      expect((await claimOne(store)).person.attributes).toMatchObject({ orders_count: 1, lifetime_value: 10 });
      expect(await stateOf(store, second.messageId)).toMatchObject({
        state: 'withheld',
        reason: 'order_completed:1001 was reported before',
      });
    });

    it('lets an order that was withheld stand back for the one that is delivered', async () => {
      const { store } = await create();
      const browser = order(1, 'v1', { withheld: 'orders come from the server' });
      await store.append(batchOf(identify(0, 'v1', { email: 'a@x.co' }), browser));
      await store.append(batchOf(order(2, 'v1', { source: 'server', trusted: true })));
      const { messages } = await claimOne(store);
      expect(messages.map(({ deliveryKey }) => deliveryKey)).toContain('order_completed:1001');
      expect(await stateOf(store, browser.messageId)).toMatchObject({
        state: 'withheld',
        reason: 'orders come from the server',
      });
    });

    it('prefers the report of an order that names a known person over one that is still held', async () => {
      const { store } = await create();
      await store.append(batchOf(order(1, 'v1')));
      const server = order(2, '', { source: 'server', trusted: true });
      await store.append(batchOf({ ...server, message: { ...server.message, userId: 'u1' } }));
      await store.append(batchOf(identify(3, 'v1', { email: 'a@x.co' })));
      expect(await deliverAll(store)).toEqual({ u1: ['order_completed'], 'a@x.co': ['identify'] });
    });

    it('gives a business key to nobody who is unknown: the first who becomes known has the order', async () => {
      const { store } = await create();
      const [forged, real] = [order(1, 'v1'), order(2, 'v2')];
      await store.append(batchOf(forged, real));
      await store.append(batchOf(identify(3, 'v2', { email: 'a@x.co' })));
      await store.append(batchOf(identify(4, 'v1', { email: 'b@x.co' })));
      expect(await deliverAll(store)).toEqual({ 'a@x.co': ['order_completed', 'identify'], 'b@x.co': ['identify'] });
      expect(await stateOf(store, forged.messageId)).toMatchObject({
        state: 'withheld',
        reason: 'order_completed:1001 was reported before',
      });
    });

    it("lets the server's word on whose order it was win over a page's, at a destination that dedupes too", async () => {
      const { store } = await create();
      await store.append(batchOf(identify(0, 'v1', { email: 'evil@x.co' }), order(1, 'v1')));
      const [before] = (await claimOne(store)).messages.slice(1);
      await store.handOver();
      await deliverAll(store);
      const server = order(2, '', { source: 'server', trusted: true, fromServer: true });
      await store.append(batchOf({ ...server, message: { ...server.message, userId: 'u1' } }));
      const lane = (await claimAll(store)).find(({ person }) => person.userId === 'u1') ?? expect.fail('no lane');
      expect(lane.person.attributes).toMatchObject({ orders_count: 1 });
      expect(lane.messages.map(eventOf)).toEqual(['order_completed']);
      expect(lane.messages[0]?.deliveryKey).not.toBe(before?.deliveryKey);
    });

    it('keeps a refused message once, whole, with its reason', async () => {
      const { store } = await create();
      const batch = { messages: [], quarantined: [refused], dropped: [] };
      await store.append(batch);
      await store.append(batch);
      expect(await store.stats()).toMatchObject({ quarantined: 1, messages: 0 });
      expect(await feedAll(store)).toMatchObject([
        {
          kind: 'quarantined',
          messageId: 'q1',
          event: 'added_to_cart',
          rejection: { code: 'missing_property' },
          body: refused.body,
        },
      ]);
    });

    it("counts a client's report of dropped messages once", async () => {
      const { store } = await create();
      const report = { source: 'shop', receivedAt: START, id: 'd1', reason: 'no_room', count: 3 };
      await store.append({ messages: [], quarantined: [], dropped: [report] });
      await store.append({ messages: [], quarantined: [], dropped: [report, { ...report, id: 'd2', count: 4 }] });
      expect((await store.stats()).dropped).toEqual({ no_room: 7 });
    });
  });
};
