import { describe, expect, it } from 'vitest';
import type { CreateStore } from '../describe-store-contract.ts';
import { batchOf, identify, track } from '../new-message.ts';
import { allDone, claimAll, claimOne, deliverAll, eventOf, LATER, LEASE_MS, stateOf, survived } from './asking.ts';

export const describeLeases = (create: CreateStore): void => {
  describe('leases', () => {
    it('hands a lane to one worker at a time', async () => {
      const { store } = await create();
      await store.append(batchOf(identify(0, 'v1', { email: 'a@x.co' })));
      await claimOne(store);
      expect(await claimAll(store)).toEqual([]);
      expect(await store.nextDue('cio')).toBe(LATER + LEASE_MS);
    });

    it('hands it out again when the lease has ended, and refuses the late worker', async () => {
      const { store } = await create();
      const message = identify(0, 'v1', { email: 'a@x.co' });
      await store.append(batchOf(message));
      const late = await claimOne(store);
      const next = await claimOne(store, LATER + LEASE_MS);
      expect(next.token).toBeGreaterThan(late.token);
      expect(await store.settle('cio', [allDone(late)], LATER)).toEqual([late.lane]);
      expect(await stateOf(store, message.messageId)).toMatchObject({ state: 'pending' });
      expect(await store.settle('cio', [allDone(next)], LATER)).toEqual([]);
      expect(await stateOf(store, message.messageId)).toMatchObject({ state: 'delivered' });
    });

    it('accepts a worker that is late, while nobody else has the lane', async () => {
      const { store } = await create();
      await store.append(batchOf(identify(0, 'v1', { email: 'a@x.co' })));
      const lane = await claimOne(store);
      expect(await store.settle('cio', [allDone(lane)], LATER + 2 * LEASE_MS)).toEqual([]);
      expect(await claimAll(store, LATER + 2 * LEASE_MS)).toEqual([]);
    });

    it('leaves what came while the lane was out for the next claim', async () => {
      const { store } = await create();
      await store.append(batchOf(identify(0, 'v1', { email: 'a@x.co' })));
      const lane = await claimOne(store);
      await store.append(batchOf(track(10, 'v1', 'meanwhile'), identify(20, 'v1', { first_name: 'Jane' })));
      await store.settle('cio', [allDone(lane)], LATER);
      const next = await claimOne(store);
      expect(next.messages.map(eventOf)).toEqual(['meanwhile', 'identify']);
      expect(next.person.version).toBeGreaterThan(next.deliveredVersion);
    });

    it('gives leases back to a successor', async () => {
      const { store } = await create();
      await store.append(batchOf(identify(0, 'v1', { email: 'a@x.co' })));
      await claimOne(store);
      await store.handOver();
      expect((await claimOne(store)).messages).toHaveLength(1);
    });

    it('survives an end without settling: the same messages, the same keys, at once', async ({ skip }) => {
      const { store, reopen } = await create();
      await store.append(batchOf(identify(0, 'v1', { email: 'a@x.co' }), track(10, 'v1', 'first')));
      const before = await claimOne(store);
      const reopened = await survived(reopen, skip)();
      const after = await claimOne(reopened);
      expect(after.messages).toEqual(before.messages);
      expect(after.token).toBeGreaterThan(before.token);
      expect(await reopened.settle('cio', [allDone(before)], LATER)).toEqual([before.lane]);
    });

    it('loses no event and breaks no order under concurrent appends and claims', async () => {
      const { store } = await create();
      const visitors = Array.from({ length: 10 }, (_, index) => `v${index}`);
      await store.append(batchOf(...visitors.map((visitor) => identify(0, visitor, { email: `${visitor}@x.co` }))));
      const rounds = Array.from({ length: 20 }, (_, round) => round + 1);
      const got: Record<string, string[]> = {};
      const collect = async (): Promise<void> => {
        for (const [name, events] of Object.entries(await deliverAll(store))) (got[name] ??= []).push(...events);
      };
      await Promise.all(
        rounds.flatMap((round) => [
          store.append(batchOf(...visitors.map((visitor) => track(round, visitor, `e${round}`)))),
          ...(round % 5 === 0 ? [collect()] : []),
        ]),
      );
      await collect();
      const expected = ['identify', ...rounds.map((round) => `e${round}`)];
      expect(got).toEqual(Object.fromEntries(visitors.map((visitor) => [`${visitor}@x.co`, expected])));
    });
  });
};
