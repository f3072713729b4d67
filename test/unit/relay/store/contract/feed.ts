import { describe, expect, it } from 'vitest';
import type { CreateStore } from '../describe-store-contract.ts';
import { added, batchOf, identify, track } from '../new-message.ts';
import { deliverAll, feedAll, survived } from './asking.ts';

export const describeFeed = (create: CreateStore): void => {
  describe('feed', () => {
    it('tells what came, of whom, what it lacked, and what became of it', async () => {
      const { store } = await create();
      await store.append(batchOf(added(10, 'v1', 'c1', { incomplete: ['items.sku'] })));
      await store.append(batchOf(identify(20, 'v1', { email: 'a@x.co' })));
      await deliverAll(store);
      const [cart] = (await feedAll(store)).filter(({ event }) => event === 'added_to_cart');
      expect(cart).toMatchObject({
        kind: 'message',
        type: 'track',
        anonymousId: 'v1',
        person: { email: 'a@x.co' },
        incomplete: ['items.sku'],
        deliveries: [{ destination: 'cio', state: 'delivered', attempts: 0 }],
        body: { properties: { cart_id: 'c1' } },
      });
    });

    it('gives an entry a greater revision with every change', async () => {
      const { store } = await create();
      await store.append(batchOf(track(10, 'v1', 'one')));
      const [held] = await feedAll(store);
      await store.append(batchOf(identify(20, 'v1', { email: 'a@x.co' })));
      const released = await feedAll(store, held?.revision);
      expect(released.map(({ deliveries }) => deliveries[0]?.state)).toEqual(['pending', 'pending']);
      await deliverAll(store);
      const delivered = await feedAll(store, Math.max(...released.map(({ revision }) => revision)));
      expect(delivered.map(({ deliveries }) => deliveries[0]?.state)).toEqual(['delivered', 'delivered']);
      expect(await feedAll(store, Math.max(...delivered.map(({ revision }) => revision)))).toEqual([]);
    });

    it('gives the newest entries, oldest of them first, when there are more than asked for', async () => {
      const { store } = await create();
      await store.append(batchOf(track(1, 'v1', 'one'), track(2, 'v1', 'two'), track(3, 'v1', 'three')));
      const entries = await store.feed({ since: 0, limit: 2 });
      expect(entries.map(({ event }) => event)).toEqual(['two', 'three']);
    });

    it('survives a restart, and its revisions go on growing', async ({ skip }) => {
      const { store, reopen } = await create();
      await store.append(batchOf(track(1, 'v1', 'one')));
      const before = await feedAll(store);
      const reopened = await survived(reopen, skip)();
      expect(await feedAll(reopened)).toEqual(before);
      await reopened.append(batchOf(track(2, 'v1', 'two')));
      expect((await feedAll(reopened, before[0]?.revision)).map(({ event }) => event)).toEqual(['two']);
      expect(await reopened.stats()).toMatchObject({ messages: 2, visitors: 1, deliveries: { cio: { held: 2 } } });
    });
  });
};
