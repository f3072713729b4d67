import { describe, expect, it } from 'vitest';
import type { CreateStore } from '../describe-store-contract.ts';
import { added, batchOf, identify, item, newMessage, track } from '../new-message.ts';
import { allDone, claimAll, claimOne, deliverAll, eventOf, feedAll, nameOf, stateOf } from './asking.ts';

const TRUSTED = { source: 'server', trusted: true };

export const describePersons = (create: CreateStore): void => {
  describe('persons', () => {
    it('holds what an unknown visitor does, and shows it', async () => {
      const { store } = await create();
      const message = added(0, 'v1', 'c1');
      await store.append(batchOf(message));
      expect(await claimAll(store)).toEqual([]);
      expect(await store.nextDue('cio')).toBeUndefined();
      expect(await stateOf(store, message.messageId)).toEqual({ destination: 'cio', state: 'held', attempts: 0 });
      expect(await store.stats()).toMatchObject({ visitors: 1, persons: 0, deliveries: { cio: { held: 1 } } });
    });

    it('releases it, oldest first, once an email names the visitor', async () => {
      const { store } = await create();
      await store.append(batchOf(added(20, 'v1', 'c1'), track(10, 'v1', 'product_viewed')));
      await store.append(batchOf(identify(30, 'v1', { email: ' Jane@X.co ' })));
      const lane = await claimOne(store);
      expect(lane.messages.map(eventOf)).toEqual(['product_viewed', 'added_to_cart', 'identify']);
      expect(lane.person).toMatchObject({ email: 'jane@x.co', attributes: { open_cart_id: 'c1' } });
      expect(lane.deliveredVersion).toBe(0);
    });

    it('gives a late event of the past to the person it was released to', async () => {
      const { store } = await create();
      await store.append(batchOf(identify(30, 'v1', { email: 'a@x.co' }), track(10, 'v1', 'product_viewed')));
      expect(await deliverAll(store)).toEqual({ 'a@x.co': ['product_viewed', 'identify'] });
    });

    it('releases two visitors with the same email into one lane, in order of time', async () => {
      const { store } = await create();
      await store.append(batchOf(added(10, 'v1', 'c1'), added(20, 'v2', 'c2'), added(30, 'v1', 'c3')));
      await store.append(batchOf(identify(40, 'v1', { email: 'a@x.co' }), identify(50, 'v2', { email: 'A@x.co' })));
      const { messages } = await claimOne(store);
      expect(messages.map(({ message }) => message.anonymousId)).toEqual(['v1', 'v2', 'v1', 'v1', 'v2']);
      expect(await store.stats()).toMatchObject({ persons: 1, visitors: 2 });
    });

    it('makes another person of a visitor who brings another email, and gives a late event to the person of its moment', async () => {
      const { store } = await create();
      await store.append(batchOf(identify(10, 'v1', { email: 'a@x.co' }), identify(30, 'v1', { email: 'b@x.co' })));
      await store.append(batchOf(track(40, 'v1', 'after'), track(20, 'v1', 'between'), track(5, 'v1', 'before')));
      expect(await deliverAll(store)).toEqual({
        'a@x.co': ['before', 'identify', 'between'],
        'b@x.co': ['identify', 'after'],
      });
    });

    it('lets the open cart follow a visitor who corrects the email', async () => {
      const { store } = await create();
      await store.append(batchOf(identify(10, 'v1', { email: 'a@x.co' }), added(20, 'v1', 'c1')));
      await deliverAll(store);
      await store.append(batchOf(identify(30, 'v1', { email: 'b@x.co' })));
      const lanes = await claimAll(store);
      const carts = Object.fromEntries(lanes.map((lane) => [nameOf(lane), lane.person.attributes['open_cart_id']]));
      expect(carts).toEqual({ 'a@x.co': null, 'b@x.co': 'c1' });
      expect(lanes.find((lane) => nameOf(lane) === 'a@x.co')?.messages).toEqual([]);
    });

    it('changes nothing when the same email comes again in another spelling', async () => {
      const { store } = await create();
      await store.append(batchOf(identify(10, 'v1', { email: 'a@x.co' })));
      await deliverAll(store);
      await store.append(batchOf(identify(20, 'v1', { email: ' A@X.CO' })));
      const lane = await claimOne(store);
      expect(lane.person.version).toBe(lane.deliveredVersion);
    });

    it('knows a person of a server key without any visitor', async () => {
      const { store } = await create();
      const order = { order_id: '1', items: [item('p1', 12.34, 3)], total: 37.02, currency: 'EUR', cart_id: 'c1' };
      const message = newMessage(
        10,
        { type: 'track', userId: 'u1', event: 'order_completed', properties: order },
        TRUSTED,
      );
      await store.append(batchOf(message));
      const { person } = await claimOne(store);
      expect(person).toMatchObject({
        userId: 'u1',
        attributes: { orders_count: 1, lifetime_value: 37.02, last_cart_id: 'c1' },
      });
    });

    it('shows a claimed customer id, and does not act on it', async () => {
      const { store } = await create();
      await store.append(batchOf(identify(10, 'v1', {}, { userId: 'u1' })));
      expect(await claimAll(store)).toEqual([]);
      expect(await feedAll(store)).toMatchObject([{ claimedUserId: 'u1', anonymousId: 'v1' }]);
    });

    it('withholds what names nobody, and what this version does not deliver', async () => {
      const { store } = await create();
      const nobody = track(0, undefined, 'product_viewed');
      const group = newMessage(1, { type: 'group', userId: 'u1', groupId: 'g1' }, TRUSTED);
      await store.append(batchOf(nobody, group));
      expect(await stateOf(store, nobody.messageId)).toMatchObject({ state: 'withheld' });
      expect(await stateOf(store, group.messageId)).toMatchObject({ state: 'withheld' });
    });

    it("counts a withheld order in no total, but closes the person's cart", async () => {
      const { store } = await create();
      const order = { order_id: '1', items: [item('p1')], total: 10, currency: 'EUR', cart_id: 'c1' };
      await store.append(batchOf(identify(10, 'v1', { email: 'a@x.co' }), added(20, 'v1', 'c1')));
      await store.append(
        batchOf(track(30, 'v1', 'order_completed', order, { withheld: 'orders come from the server' })),
      );
      const { person, messages } = await claimOne(store);
      expect(messages.map(eventOf)).toEqual(['identify']);
      expect(person.attributes).toEqual({ open_cart_id: null });
    });

    it('wakes the lane when only the state of the person has changed', async () => {
      const { store } = await create();
      await store.append(batchOf(identify(10, 'v1', { email: 'a@x.co' }), added(20, 'v1', 'c1')));
      await store.settle('cio', [allDone(await claimOne(store))], 0);
      expect(await claimAll(store)).toEqual([]);
      const order = { order_id: '1', items: [item('p1')], cart_id: 'c1' };
      await store.append(
        batchOf(track(30, 'v1', 'order_completed', order, { withheld: 'orders come from the server' })),
      );
      const lane = await claimOne(store);
      expect(lane.messages).toEqual([]);
      expect(lane.person.version).toBeGreaterThan(lane.deliveredVersion);
      expect(lane.memory).toEqual({ told: lane.deliveredVersion });
    });
  });
};
