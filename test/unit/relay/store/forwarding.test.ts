import { describe, expect, it } from 'vitest';
import type { Lane, LaneResult, RelayStore } from '../../../../src/relay/store/store.ts';
import { allDone, eventOf, LATER, LEASE_MS } from './contract/asking.ts';
import { batchOf, identify, track } from './new-message.ts';
import { newPath, openSqlite } from './sqlite-files.ts';

const NEEDS = [
  { name: 'held', anonymous: 'hold' },
  { name: 'forwarded', anonymous: 'forward' },
] as const;

const claim = (store: RelayStore, destination: string): Promise<readonly Lane[]> =>
  store.claim(destination, { lanes: 10, perLane: 10, leaseMs: LEASE_MS, now: LATER });

const settle = async (store: RelayStore, destination: string, lanes: readonly Lane[]): Promise<void> => {
  const results = lanes.map((lane): LaneResult => {
    const { person, ...rest } = allDone(lane);
    return lane.visitor === undefined && person ? { ...rest, person } : rest;
  });
  expect(await store.settle(destination, results, LATER)).toEqual([]);
};

const events = (lanes: readonly Lane[]): string[] => lanes.flatMap(({ messages }) => messages.map(eventOf));

describe('a destination that forwards unknown visitors', () => {
  it('gets what they do at once, and not again when they become known', async () => {
    const store = await openSqlite(newPath(), NEEDS);
    await store.append(batchOf(track(0, 'v1', 'one'), track(1, 'v2', 'other')));
    expect(await claim(store, 'held')).toEqual([]);
    const lanes = await claim(store, 'forwarded');
    expect(lanes).toMatchObject([
      { visitor: 'v1', person: { version: 0 } },
      { visitor: 'v2', person: { version: 0 } },
    ]);
    await settle(store, 'forwarded', lanes);
    await store.append(batchOf(identify(2, 'v1', { email: 'a@x.co' }), track(3, 'v1', 'two')));
    const known = await claim(store, 'forwarded');
    expect(events(known)).toEqual(['identify', 'two']);
    expect(known[0]?.visitor).toBeUndefined();
    expect(events(await claim(store, 'held'))).toEqual(['one', 'identify', 'two']);
  });

  it('gets what was under way when they became known once, under the visitor’s own id', async () => {
    const store = await openSqlite(newPath(), NEEDS);
    await store.append(batchOf(track(0, 'v1', 'one')));
    const lanes = await claim(store, 'forwarded');
    await store.append(batchOf(identify(1, 'v1', { email: 'a@x.co' })));
    expect(events(await claim(store, 'forwarded'))).toEqual(['identify']);
    await settle(store, 'forwarded', lanes);
    expect((await store.stats()).deliveries['forwarded']).toMatchObject({ delivered: 1, pending: 1, held: 0 });
  });

  it('does not get what comes from nobody at all, which nobody could ever be joined to', async () => {
    const store = await openSqlite(newPath(), NEEDS);
    await store.append(batchOf(track(0, undefined, 'nobody')));
    expect(await claim(store, 'forwarded')).toEqual([]);
    expect((await store.stats()).deliveries['forwarded']).toMatchObject({ withheld: 1 });
  });
});
