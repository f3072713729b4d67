import { describe, expect, it } from 'vitest';
import type { LaneResult } from '../../../../../src/relay/store/store.ts';
import type { CreateStore } from '../describe-store-contract.ts';
import { batchOf, identify, START, track } from '../new-message.ts';
import { allDone, claimAll, claimOne, deliverAll, eventOf, LATER, nameOf, stateOf } from './asking.ts';

const known = identify;
const inTab = (tabIndex: number, at = 0) => ({ tab: 't1', tabIndex, receivedAt: START + at });

export const describeLanes = (create: CreateStore): void => {
  describe('lanes', () => {
    it('hands out messages in order of occurrence, whatever the order of arrival', async () => {
      const { store } = await create();
      await store.append(batchOf(known(0, 'v1', { email: 'a@x.co' }), track(30, 'v1', 'third')));
      await store.append(batchOf(track(20, 'v1', 'second'), track(10, 'v1', 'first')));
      expect((await claimOne(store)).messages.map(eventOf)).toEqual(['identify', 'first', 'second', 'third']);
    });

    it('orders messages of the same moment by their place in the tab, then by arrival', async () => {
      const { store } = await create();
      await store.append(batchOf(known(0, 'v1', { email: 'a@x.co' })));
      await store.append(batchOf(track(10, 'v1', 'b', {}, inTab(1)), track(10, 'v1', 'a', {}, inTab(0))));
      await store.append(batchOf(track(20, 'v1', 'c'), track(20, 'v1', 'd')));
      expect((await claimOne(store)).messages.map(eventOf)).toEqual(['identify', 'a', 'b', 'c', 'd']);
    });

    it('waits up to 5 s for a message that is missing in its tab, and goes on at once when it comes', async () => {
      const { store } = await create();
      await store.append(batchOf(known(0, 'v1', { email: 'a@x.co' }, inTab(0))));
      await store.settle('cio', [allDone(await claimOne(store))], START);
      await store.append(batchOf(track(20, 'v1', 'third', {}, inTab(2, 20))));
      expect(await claimAll(store, START + 1_000)).toEqual([]);
      expect(await store.nextDue('cio')).toBe(START + 5_020);
      await store.append(batchOf(track(10, 'v1', 'second', {}, inTab(1, 1_100))));
      expect((await claimOne(store, START + 1_200)).messages.map(eventOf)).toEqual(['second', 'third']);
    });

    it('goes on after 5 s without it', async () => {
      const { store } = await create();
      await store.append(batchOf(known(0, 'v1', { email: 'a@x.co' }), track(20, 'v1', 'third', {}, inTab(2, 20))));
      expect((await claimOne(store, START + 100)).messages.map(eventOf)).toEqual(['identify']);
      await store.handOver();
      expect((await claimOne(store, START + 5_020)).messages.map(eventOf)).toEqual(['identify', 'third']);
    });

    it('holds back the later messages of a lane while its first is retried, and lets other lanes go on', async () => {
      const { store } = await create();
      await store.append(batchOf(known(0, 'v1', { email: 'a@x.co' }), track(10, 'v1', 'later')));
      await store.append(batchOf(known(0, 'v2', { email: 'b@x.co' })));
      const lanes = await claimAll(store);
      const failing = lanes.find((lane) => nameOf(lane) === 'a@x.co') ?? expect.fail('no lane');
      const first = failing.messages[0] ?? expect.fail('no message');
      const retry = { seq: first.seq, status: 'retry', at: LATER + 500, reason: '503', countsAsAttempt: true } as const;
      await store.settle('cio', [{ lane: failing.lane, token: failing.token, messages: [retry] }], LATER);
      await store.settle('cio', lanes.filter((lane) => lane !== failing).map(allDone), LATER);
      await store.append(batchOf(track(20, 'v1', 'latest'), track(20, 'v2', 'other')));
      expect((await claimOne(store)).messages.map(eventOf)).toEqual(['other']);
      expect(await stateOf(store, first.messageId)).toMatchObject({
        attempts: 1,
        reason: '503',
        nextAttemptAt: LATER + 500,
      });
      const again = await claimOne(store, LATER + 500);
      expect(again.messages.map(({ attempts, failingSince }) => ({ attempts, failingSince }))).toEqual([
        { attempts: 1, failingSince: LATER },
        { attempts: 0, failingSince: undefined },
        { attempts: 0, failingSince: undefined },
      ]);
    });

    it('uses up no attempt when the failure does not count', async () => {
      const { store } = await create();
      await store.append(batchOf(known(0, 'v1', { email: 'a@x.co' })));
      const lane = await claimOne(store);
      const seq = lane.messages[0]?.seq ?? -1;
      const result: LaneResult = {
        lane: lane.lane,
        token: lane.token,
        messages: [{ seq, status: 'retry', at: LATER, reason: 'away', countsAsAttempt: false }],
        notBefore: LATER + 9,
      };
      await store.settle('cio', [result], LATER);
      expect(await store.nextDue('cio')).toBe(LATER + 9);
      expect((await claimOne(store, LATER + 9)).messages[0]).toMatchObject({ attempts: 0 });
    });

    it('goes on after a dead letter, which keeps the answer that killed it', async () => {
      const { store } = await create();
      const bad = track(10, 'v1', 'bad');
      await store.append(batchOf(known(0, 'v1', { email: 'a@x.co' }), bad, track(20, 'v1', 'good')));
      const lane = await claimOne(store);
      const [first, second] = lane.messages.map(({ seq }) => seq);
      const { person } = allDone(lane);
      await store.settle(
        'cio',
        [
          {
            lane: lane.lane,
            token: lane.token,
            ...(person && { person }),
            messages: [
              { seq: first ?? -1, status: 'done' },
              { seq: second ?? -1, status: 'dead', reason: 'answered 400: no' },
            ],
          },
        ],
        LATER,
      );
      expect(await stateOf(store, bad.messageId)).toMatchObject({ state: 'dead', reason: 'answered 400: no' });
      expect(await deliverAll(store)).toEqual({ 'a@x.co': ['good'] });
      expect((await store.stats()).deliveries).toMatchObject({ cio: { delivered: 2, dead: 1, pending: 0 } });
    });
  });
};
