import { describe, expect, it } from 'vitest';
import type { CreateStore } from '../describe-store-contract.ts';
import { batchOf, identify, newMessage, track } from '../new-message.ts';
import type { Lane, LaneResult, NewMessage, RelayStore } from '../../../../../src/relay/store/store.ts';
import { allDone, claimAll, claimOne, deliverAll, eventOf, LATER, LEASE_MS, survived } from './asking.ts';

const alias = (at: number, userId: string, previousId: string): NewMessage =>
  newMessage(at, { type: 'alias', userId, previousId }, { trusted: true, fromServer: true });

/** What a destination would say that has merged them. */
const allMerged = (lane: Lane): LaneResult => {
  const result = allDone(lane);
  const absorbed = lane.absorbed?.map((one) => one.lane) ?? [];
  return { ...result, ...(result.person && { person: { ...result.person, absorbed } }) };
};

const twoKnown = async (store: RelayStore): Promise<void> => {
  await store.append(
    batchOf(identify(0, 'v1', { email: 'a@x.co' }), identify(0, undefined, {}, { userId: 'u1', trusted: true })),
  );
  await deliverAll(store);
};

export const describeMerges = (create: CreateStore): void => {
  describe('merges', () => {
    it('hands out with the lane what the destination knows of those who were merged, until it was told', async ({
      skip,
    }) => {
      const { store, reopen } = await create();
      await twoKnown(store);
      await store.append(batchOf(alias(10, 'u1', 'a@x.co'), track(20, 'v1', 'after')));
      const lane = await claimOne(await survived(reopen, skip)());
      expect(lane.person).toMatchObject({ userId: 'u1', email: 'a@x.co' });
      expect(lane.absorbed).toEqual([
        { lane: expect.any(String) as string, memory: { told: expect.any(Number) as number } },
      ]);
      expect(lane.messages.map(eventOf)).toEqual(['alias', 'after']);
    });

    it('goes on handing it out while that was not told, and not afterwards', async () => {
      const { store } = await create();
      await twoKnown(store);
      await store.append(batchOf(alias(10, 'u1', 'a@x.co')));
      const first = await claimOne(store);
      await store.settle('cio', [{ lane: first.lane, token: first.token, messages: [] }], LATER);
      const second = await claimOne(store);
      expect(second.absorbed).toEqual(first.absorbed);
      await store.settle('cio', [allMerged(second)], LATER);
      await store.append(batchOf(track(20, 'v1', 'after')));
      expect((await claimOne(store)).absorbed).toBeUndefined();
    });

    it('names nobody of whom the destination never heard', async () => {
      const { store } = await create();
      await store.append(
        batchOf(
          identify(0, 'v1', { email: 'a@x.co' }),
          identify(0, undefined, {}, { userId: 'u1', trusted: true }),
          alias(10, 'u1', 'a@x.co'),
        ),
      );
      expect((await claimOne(store)).absorbed).toBeUndefined();
    });

    it('takes along those whom the merged one had absorbed', async () => {
      const { store } = await create();
      await twoKnown(store);
      await store.append(batchOf(identify(0, undefined, {}, { userId: 'u2', trusted: true })));
      await deliverAll(store);
      await store.append(batchOf(alias(10, 'u1', 'a@x.co'), alias(20, 'u2', 'u1')));
      const lane = await claimOne(store);
      expect(lane.person.userId).toBe('u2');
      expect(lane.absorbed).toHaveLength(2);
    });

    it('hands nothing out while something is under way to one of the two', async () => {
      const { store } = await create();
      await store.append(batchOf(identify(0, 'v1', { email: 'a@x.co' })));
      const underWay = await claimOne(store);
      await store.append(batchOf(alias(10, 'u1', 'a@x.co'), track(20, 'v1', 'after')));
      expect(await claimAll(store)).toEqual([]);
      expect(await store.nextDue('cio')).toBeLessThanOrEqual(LATER + LEASE_MS);
      await store.settle('cio', [allDone(underWay)], LATER);
      const lane = await claimOne(store);
      expect(lane.absorbed).toEqual([{ lane: underWay.lane, memory: { told: expect.any(Number) as number } }]);
      expect(lane.messages.map(eventOf)).toEqual(['alias', 'after']);
    });
  });
};
