import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { RelayStore } from '../../../../../src/relay/store/store.ts';
import type { CreateStore } from '../describe-store-contract.ts';
import { batchOf, identify, START, track } from '../new-message.ts';
import { allDone, claimOne, deliverAll, feedAll, LATER, survived } from './asking.ts';

const DAY_MS = 86_400_000;
const purgeAll = async (store: RelayStore, before: number): Promise<number> => {
  let held = 0;
  for (let isDone = false; !isDone;) {
    const purged = await store.purge({ heldBefore: before, keysBefore: before, now: before });
    held += purged.held;
    isDone = purged.isDone;
  }
  return held;
};

export const describeForgetting = (create: CreateStore): void => {
  describe('forgetting', () => {
    it('drops what was held too long, and keeps what is somebody’s', async () => {
      const { store } = await create();
      const held = Array.from({ length: 1_100 }, (_, index) => track(index, 'v1', 'old'));
      await store.append(batchOf(...held, track(5_000, 'v1', 'young'), identify(0, 'v2', { email: 'a@x.co' })));
      expect(await purgeAll(store, START + 2_000)).toBe(1_100);
      expect((await store.stats()).deliveries).toMatchObject({ cio: { held: 1, pending: 1 } });
      await store.append(batchOf(identify(6_000, 'v1', { email: 'b@x.co' })));
      expect(await deliverAll(store)).toEqual({ 'a@x.co': ['identify'], 'b@x.co': ['young', 'identify'] });
    });

    it('takes no message twice because the message itself is gone', async () => {
      const { store } = await create();
      const message = track(0, 'v1', 'old');
      await store.append(batchOf(message));
      await store.purge({ heldBefore: START + 1, keysBefore: START - 90 * DAY_MS, now: START });
      expect(await store.append(batchOf(message))).toEqual(['duplicate']);
      expect(await feedAll(store)).toEqual([]);
    });

    it('has one secret, which outlives a restart', async ({ skip }) => {
      const { store, reopen } = await create();
      const secret = await store.secret();
      expect(secret).toMatch(/^[0-9a-f]{64}$/);
      expect(await (await survived(reopen, skip)()).secret()).toBe(secret);
    });
  });

  describe('link tokens', () => {
    const needs = [{ name: 'cio', anonymous: 'hold', linkTokens: true }] as const;
    const token = (attributes: Readonly<Record<string, unknown>>): string => String(attributes['cartline_link']);
    const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

    it('are given once a destination wants them, again when one did not arrive, and anew after 30 days', async () => {
      const { store } = await create(needs);
      await store.append(batchOf(identify(0, 'v1', { email: 'a@x.co' })));
      const first = await claimOne(store);
      expect(token(first.person.attributes)).toMatch(/^[\w-]{22}$/);
      await store.handOver();
      const second = await claimOne(store);
      expect(token(second.person.attributes)).not.toBe(token(first.person.attributes));
      await store.settle('cio', [allDone(second)], LATER);
      await store.append(batchOf(track(1, 'v1', 'x')));
      const third = await claimOne(store);
      expect(third.person.attributes).not.toHaveProperty('cartline_link');
      await store.settle('cio', [allDone(third)], LATER);
      await store.append(batchOf(track(2, 'v1', 'y')));
      const renewed = await claimOne(store, LATER + 31 * DAY_MS);
      expect(token(renewed.person.attributes)).toMatch(/^[\w-]{22}$/);
      expect(renewed.person.version).toBeGreaterThan(renewed.deliveredVersion);
    });

    it('join an unknown visitor to their person, with this visit and nothing older', async () => {
      const { store } = await create(needs);
      await store.append(batchOf(identify(0, 'phone', { email: 'a@x.co' })));
      const lane = await claimOne(store);
      await store.settle('cio', [allDone(lane)], LATER);
      const linkHash = hashOf(token(lane.person.attributes));
      const visit = 10 * 3_600_000;
      await store.append(batchOf(track(1_000, 'desktop', 'somebody_else'), track(visit, 'desktop', 'landed')));
      await store.append(batchOf(track(visit + 1_000, 'desktop', 'clicked', {}, { linkHash })));
      await store.append(batchOf(track(visit + 2_000, 'desktop', 'later')));
      expect(await deliverAll(store, START + 2 * visit)).toEqual({ 'a@x.co': ['landed', 'clicked', 'later'] });
      expect((await store.stats()).deliveries).toMatchObject({ cio: { held: 1 } });
    });

    it('do not touch a visitor who is known, and are worth nothing when they are wrong', async () => {
      const { store } = await create(needs);
      await store.append(batchOf(identify(0, 'v1', { email: 'a@x.co' }), identify(1, 'v2', { email: 'b@x.co' })));
      const lanes = await store.claim('cio', { lanes: 9, perLane: 9, leaseMs: 1, now: LATER });
      await store.settle('cio', lanes.map(allDone), LATER);
      const ofA = lanes.find(({ person }) => person.email === 'a@x.co')?.person.attributes ?? expect.fail('no lane');
      await store.append(
        batchOf(
          track(10, 'v2', 'known', {}, { linkHash: hashOf(token(ofA)) }),
          track(20, 'v3', 'unknown', {}, { linkHash: hashOf('guess') }),
        ),
      );
      expect(await deliverAll(store, LATER + 10)).toEqual({ 'b@x.co': ['known'] });
    });
  });
};
