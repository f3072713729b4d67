import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createCustomerioDouble } from '../../../doubles/customerio/index.ts';
import { createPipelinesDouble } from '../../../doubles/pipelines/index.ts';
import { createDelivery } from '../../../../src/relay/delivery/create-delivery.ts';
import { customerioPipelines } from '../../../../src/relay/destinations/customerio-pipelines/customerio-pipelines.ts';
import { customerioTrack } from '../../../../src/relay/destinations/customerio-track/customerio-track.ts';
import type { Destination } from '../../../../src/relay/destinations/destination.ts';
import { batchOf, identify, START, track } from '../store/new-message.ts';
import { newPath, openSqlite } from '../store/sqlite-files.ts';
import { eventsOf, WAIT } from './relay-under-test.ts';

const now = (): number => START + 60_000;

const start = async (destinations: readonly Destination[], path: string = newPath()) => {
  const store = await openSqlite(path, destinations);
  const delivery = createDelivery({ store, destinations, now, random: () => 0.5 });
  delivery.start();
  onTestFinished(() => delivery.stop());
  return { store, delivery, pending: async (name: string) => (await store.stats()).deliveries[name]?.pending };
};

const startBoth = () => {
  const track_ = createCustomerioDouble({ siteId: 's', apiKey: 'k', now });
  const pipelines = createPipelinesDouble({ apiKey: 'k', now });
  const options = { apiKey: 'k', region: 'us' } as const;
  const destinations = [
    customerioTrack({
      ...options,
      siteId: 's',
      name: 'slow',
      fetch: (url, init) => track_.fetch(new Request(url, init)),
    }),
    customerioPipelines({ ...options, name: 'fast', fetch: (url, init) => pipelines.fetch(new Request(url, init)) }),
  ];
  return { track: track_, pipelines, destinations };
};

const visitors = Array.from({ length: 20 }, (_, index) => `v${index}`);
const everybody = () =>
  visitors.flatMap((visitor, index) => [
    identify(index, visitor, { email: `${visitor}@x.co` }),
    track(index + 1, visitor, 'seen'),
  ]);

describe('several destinations', () => {
  it('go at their own pace: one that never answers holds up neither the other nor what comes in', async () => {
    const { track: stuck, pipelines, destinations } = startBoth();
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const [slow, fast] = destinations;
    if (!slow || !fast) throw new Error('two destinations were made');
    const held: Destination = { ...slow, deliver: (lane, context) => gate.then(() => slow.deliver(lane, context)) };
    const { store, delivery, pending } = await start([held, fast]);
    await store.append(batchOf(...everybody()));
    delivery.wake();
    await vi.waitFor(async () => expect(await pending('fast')).toBe(0), WAIT);
    await store.append(batchOf(track(500, 'v1', 'later')));
    delivery.wake();
    await vi.waitFor(async () => expect(await pending('fast')).toBe(0), WAIT);
    expect(pipelines.messages().filter(({ type }) => type === 'track')).toHaveLength(21);
    expect(await pending('slow')).toBe(41);
    expect(stuck.requests().filter(({ method }) => method === 'POST')).toEqual([]);
    release();
    await vi.waitFor(async () => expect(await pending('slow')).toBe(0), WAIT);
    expect(eventsOf(stuck, 'v1@x.co')).toEqual(['seen', 'later']);
  });

  it('fail by themselves: one that refuses the credentials is paused, the other delivers', async () => {
    const { track: refusing, pipelines, destinations } = startBoth();
    refusing.inject({ status: 401 });
    const { store, delivery, pending } = await start(destinations);
    await store.append(batchOf(...everybody()));
    delivery.wake();
    await vi.waitFor(async () => expect(await pending('fast')).toBe(0), WAIT);
    expect(delivery.state()).toMatchObject([
      { name: 'slow', status: 'paused' },
      { name: 'fast', status: 'ok' },
    ]);
    expect(await pending('slow')).toBe(40);
    expect(pipelines.violations()).toEqual([]);
  });

  it('finish what is under way when the relay stops, and leave the rest whole for the next', async () => {
    const { track: first, destinations } = startBoth();
    const path = newPath();
    first.inject({ kind: 'slow', ms: 50 });
    const before = await start(destinations, path);
    await before.store.append(batchOf(...everybody()));
    before.delivery.wake();
    await vi.waitFor(() => expect(first.requests().some(({ method }) => method === 'POST')).toBe(true), WAIT);
    await before.delivery.stop();
    await before.store.close();
    const after = await start(destinations, path);
    await vi.waitFor(
      async () => expect([await after.pending('slow'), await after.pending('fast')]).toEqual([0, 0]),
      WAIT,
    );
    expect(visitors.map((visitor) => eventsOf(first, `${visitor}@x.co`))).toEqual(visitors.map(() => ['seen']));
    const ids = first
      .requests()
      .flatMap(({ body }) => (body as { batch?: { id?: string }[] } | undefined)?.batch ?? [])
      .flatMap(({ id }) => id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
