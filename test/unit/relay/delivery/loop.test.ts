import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createDelivery } from '../../../../src/relay/delivery/create-delivery.ts';
import type { Delivery, Destination } from '../../../../src/relay/destinations/destination.ts';
import type { Lane } from '../../../../src/relay/store/store.ts';
import { stateOf } from '../store/contract/asking.ts';
import { batchOf, identify, track } from '../store/new-message.ts';
import { newPath, openSqlite } from '../store/sqlite-files.ts';
import { settled, startRelay, WAIT } from './relay-under-test.ts';

const taken = (lane: Lane): Delivery => ({
  person: { verdict: { status: 'ok' }, memory: {} },
  messages: lane.messages.map(({ seq }) => ({ seq, verdict: { status: 'ok' } })),
});

const destinationOf = (deliver: Destination['deliver'], lanes = 8): Destination => ({
  name: 'cio',
  anonymous: 'hold',
  limits: { perLane: 100, lanes },
  deliver,
});

const people = (count: number) =>
  Array.from({ length: count }, (_, index) => identify(index, `v${index}`, { email: `v${index}@x.co` }));

describe('a delivery loop', () => {
  it('tries again by itself when the time has come', async () => {
    let calls = 0;
    const failsOnce = destinationOf((lane) => {
      calls += 1;
      const retry: Delivery = { person: { verdict: { status: 'retry', reason: '503' }, memory: {} }, messages: [] };
      return Promise.resolve(calls === 1 ? retry : taken(lane));
    });
    const store = await openSqlite(newPath());
    const delivery = createDelivery({ store, destinations: [failsOnce], random: () => 0 });
    onTestFinished(() => delivery.stop());
    await store.append(batchOf(...people(1)));
    delivery.start();
    await settled({ store });
    expect(calls).toBe(2);
  });

  it('writes a result down as soon as the store can commit again, without waiting for the lease to end', async () => {
    const store = await openSqlite(newPath());
    let calls = 0;
    let refusals = 0;
    const settle: typeof store.settle = (...args) =>
      (refusals += 1) === 1 ? Promise.reject(new Error('database or disk is full')) : store.settle(...args);
    const counting = destinationOf((lane) => Promise.resolve(((calls += 1), taken(lane))));
    const delivery = createDelivery({ store: { ...store, settle }, destinations: [counting] });
    onTestFinished(() => delivery.stop());
    await store.append(batchOf(...people(1)));
    delivery.start();
    await settled({ store });
    expect([calls, refusals]).toEqual([1, 2]);
  });

  it('delivers several persons at a time, never more than the destination allows, and each of them once', async () => {
    let atOnce = 0;
    let most = 0;
    const seen: string[] = [];
    const counting = destinationOf(async (lane) => {
      most = Math.max(most, (atOnce += 1));
      seen.push(lane.lane);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce -= 1;
      return taken(lane);
    }, 3);
    const relay = await startRelay(counting);
    await relay.accept(...people(20));
    await settled(relay);
    expect(most).toBe(3);
    expect(new Set(seen).size).toBe(20);
    expect(seen).toHaveLength(20);
  });

  it('survives a destination that throws', async () => {
    let isBroken = true;
    const throwing = destinationOf((lane) =>
      isBroken ? Promise.reject(new Error('a bug')) : Promise.resolve(taken(lane)),
    );
    const relay = await startRelay(throwing);
    const [message] = people(1);
    await relay.accept(...(message ? [message] : []));
    await vi.waitFor(
      async () => expect((await stateOf(relay.store, message?.messageId ?? ''))?.reason).toContain('a bug'),
      WAIT,
    );
    isBroken = false;
    relay.advance(60_000);
    await settled(relay);
  });

  it('leaves to another worker what it lost the lease of', async () => {
    const slow: { finish?: () => void } = {};
    let calls = 0;
    const destination = destinationOf(async (lane) => {
      calls += 1;
      if (calls === 1) await new Promise<void>((resolve) => (slow.finish = resolve));
      return taken(lane);
    });
    const relay = await startRelay(destination);
    await relay.accept(...people(1));
    await vi.waitFor(() => expect(slow.finish).toBeDefined(), WAIT);
    relay.advance(60_000);
    await settled(relay);
    expect(calls).toBe(2);
    slow.finish?.();
    await vi.waitFor(() => expect(relay.log).toContain('lease_lost'), WAIT);
  });

  it('goes on with what came while it was delivering', async () => {
    const got: string[][] = [];
    const relay = await startRelay(
      destinationOf((lane) => {
        got.push(lane.messages.map(({ message }) => message.type));
        return Promise.resolve(taken(lane));
      }),
    );
    await Promise.all([
      relay.accept(...people(1)),
      relay.accept(track(5, 'v0', 'x')),
      relay.accept(track(6, 'v0', 'y')),
    ]);
    await settled(relay);
    expect(got.flat()).toEqual(['identify', 'track', 'track']);
  });
});
