import { describe, expect, it } from 'vitest';
import type { CreateStore } from '../describe-store-contract.ts';
import { added, batchOf, identify, track } from '../new-message.ts';
import { allDone, claimAll, claimOne, deliverAll, eventOf, feedAll, LATER, nameOf } from './asking.ts';

const inTab = (tabIndex: number, tab = 't1') => ({ tab, tabIndex });
const HELD = 1_203;

export const describeLate = (create: CreateStore): void => {
  describe('what comes late', () => {
    it('keeps the order of a tab when its clock was set back, and whoever it was by then', async () => {
      const { store } = await create();
      await store.append(
        batchOf(
          track(500, 'v1', 'first', {}, inTab(0)),
          identify(1_000, 'v1', { email: 'a@x.co' }, inTab(1)),
          identify(900, 'v1', { email: 'b@x.co' }, inTab(2)),
          track(100, 'v1', 'last', {}, inTab(3)),
        ),
      );
      expect(await deliverAll(store)).toEqual({ 'a@x.co': ['first', 'identify'], 'b@x.co': ['identify', 'last'] });
    });

    it('keeps the order of a tab when the message with the later clock arrives last', async () => {
      const { store } = await create();
      await store.append(batchOf(identify(0, 'v1', { email: 'a@x.co' }), track(100, 'v1', 'second', {}, inTab(1))));
      await store.append(batchOf(track(700, 'v1', 'first', {}, inTab(0)), track(300, 'v1', 'elsewhere')));
      expect((await claimOne(store)).messages.map(eventOf)).toEqual(['identify', 'elsewhere', 'first', 'second']);
    });

    it('gives events that were assigned already to the person of their moment, unless they may have left', async () => {
      const { store } = await create();
      await store.append(batchOf(identify(10, 'v1', { email: 'a@x.co' }), track(40, 'v1', 'sent')));
      await deliverAll(store);
      await store.append(batchOf(added(50, 'v1', 'c1'), track(20, 'v1', 'before')));
      await store.append(batchOf(identify(30, 'v1', { email: 'b@x.co' })));
      const lanes = await claimAll(store);
      const got = Object.fromEntries(lanes.map((lane) => [nameOf(lane), lane.messages.map(eventOf)]));
      expect(got).toEqual({ 'a@x.co': ['before'], 'b@x.co': ['identify', 'added_to_cart'] });
      const cartOf = (email: string): unknown =>
        lanes.find(({ person }) => person.email === email)?.person.attributes['open_cart_id'] ?? null;
      expect([cartOf('a@x.co'), cartOf('b@x.co')]).toEqual([null, 'c1']);
      const sent = (await feedAll(store)).find(({ event }) => event === 'sent');
      expect(sent?.person?.email).toBe('a@x.co');
    });

    it('takes nothing out of a lane that is being delivered at this moment', async () => {
      const { store } = await create();
      await store.append(batchOf(identify(10, 'v1', { email: 'a@x.co' }), track(40, 'v1', 'leaving')));
      const lane = await claimOne(store);
      const late = identify(30, 'v1', { email: 'b@x.co' }, { receivedAt: LATER + 1 });
      await store.append(batchOf(late));
      await store.settle('cio', [allDone(lane)], LATER + 2);
      expect(await deliverAll(store, LATER + 3)).toEqual({ 'b@x.co': ['identify'] });
    });

    it('decides the same by whichever of two identifies comes first', async () => {
      for (const reversed of [false, true]) {
        const { store } = await create();
        const words = [identify(10, 'v1', { email: 'a@x.co' }), identify(30, 'v1', { email: 'b@x.co' })];
        await store.append(batchOf(track(5, 'v1', 'one'), track(20, 'v1', 'two'), track(40, 'v1', 'three')));
        for (const word of reversed ? words.toReversed() : words) await store.append(batchOf(word));
        expect(await deliverAll(store)).toEqual({
          'a@x.co': ['one', 'identify', 'two'],
          'b@x.co': ['identify', 'three'],
        });
      }
    });

    it('makes one person of fifty concurrent identifies', async () => {
      const { store } = await create();
      const words = Array.from({ length: 50 }, (_, index) => identify(index, `v${index}`, { email: 'A@x.co' }));
      await Promise.all(words.map((word) => store.append(batchOf(word))));
      expect(await store.stats()).toMatchObject({ persons: 1, visitors: 50 });
      expect(Object.values(await deliverAll(store))).toEqual([Array(50).fill('identify')]);
    });

    it('releases a long history in pieces, and lets nothing overtake it', async () => {
      const { store } = await create();
      const history = Array.from({ length: HELD }, (_, index) => track(index, 'v1', `e${index}`));
      await store.append(batchOf(...history));
      await store.append(batchOf(identify(HELD, 'v1', { email: 'a@x.co' }), track(HELD + 1, 'v1', 'after')));
      const held = (await store.stats()).deliveries['cio']?.held;
      expect(held).toBeGreaterThan(0);
      expect(await store.nextDue('cio')).toBe(0);
      const got: string[] = [];
      for (let due = await store.nextDue('cio'); due !== undefined; due = await store.nextDue('cio')) {
        const lanes = await claimAll(store);
        got.push(...lanes.flatMap(({ messages }) => messages.map(eventOf)));
        await store.settle('cio', lanes.map(allDone), LATER);
      }
      expect(got).toEqual([...history.map(({ message }) => eventOf({ message })), 'identify', 'after']);
      expect(await store.stats()).toMatchObject({ deliveries: { cio: { held: 0, pending: 0, delivered: HELD + 2 } } });
    });
  });
};
