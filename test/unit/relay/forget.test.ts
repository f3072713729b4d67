import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createCustomerioDouble } from '../../doubles/customerio/index.ts';
import { createPipelinesDouble } from '../../doubles/pipelines/index.ts';
import { createRelay, createSqliteStore, customerioPipelines, customerioTrack } from '../../../src/relay.ts';
import type { Destination } from '../../../src/relay.ts';
import { eventsOf, WAIT } from './delivery/relay-under-test.ts';
import { newPath } from './store/sqlite-files.ts';

const KEY = 'an-activity-key';
const basic = (key: string): string => `Basic ${btoa(`${key}:`)}`;
const email = 'gone@x.co';

const startRelay = async (options: { api?: 'v1' | 'v2'; erase?: 'delete'; others?: readonly Destination[] } = {}) => {
  const { others = [], ...own } = options;
  const path = newPath();
  const double = createCustomerioDouble({ siteId: 's', apiKey: 'k' });
  const relay = createRelay({
    store: createSqliteStore({ path }),
    destinations: [
      customerioTrack({
        ...{ siteId: 's', apiKey: 'k', region: 'us', name: 'cio' },
        ...own,
        fetch: (url, init) => double.fetch(new Request(url, init)),
      }),
      ...others,
    ],
    keys: [{ key: 'wk_test_1', kind: 'write', origins: ['https://shop.example'] }],
    orders: 'browser',
    now: () => Date.now(), // a test may move it
    activityKey: KEY,
  });
  await relay.start();
  onTestFinished(() => relay.stop());
  const post = async (route: string, headers: Record<string, string>, body: unknown): Promise<unknown> => {
    const request = new Request(`http://relay.test${route}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await relay.fetch(request)).json();
  };
  return {
    double,
    path,
    send: (...batch: object[]) =>
      post('/v1/batch', { authorization: basic('wk_test_1'), origin: 'https://shop.example' }, { batch }),
    forget: (body: unknown, key = KEY) =>
      post('/activity/forget', { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body),
    feed: async () => {
      const request = new Request('http://relay.test/activity/feed.json', {
        headers: { authorization: `Bearer ${KEY}` },
      });
      return (await (await relay.fetch(request)).json()) as {
        entries: { deliveries: { state: string }[] }[];
        stats: { erasures: { waiting: number; refused: { destination: string; reason: string }[] } };
      };
    },
  };
};

const timestamp = new Date(Date.now() - 60_000).toISOString();
const identify = { type: 'identify', messageId: 'm1', anonymousId: 'v1', timestamp, traits: { email } };
const track = (messageId: string, event: string) => ({
  ...{ type: 'track', messageId, anonymousId: 'v1', timestamp, event },
  properties: { secret_word: 'xyzzy' },
});

/** The store's bytes on disk, its log's too. */
const bytesOf = (path: string): string =>
  [path, `${path}-wal`].map((file) => (existsSync(file) ? readFileSync(file, 'latin1') : '')).join('');

describe('erasing a person while messages are queued and dead', () => {
  it('leaves nothing in the store, the file and at Customer.io; what is sent again is a duplicate', async () => {
    const { double, path, send, forget, feed } = await startRelay();
    const stop = double.inject({ status: 422, when: ({ body }) => JSON.stringify(body).includes('refused_one') });
    await send(identify, track('m2', 'refused_one'), track('m3', 'taken'));
    await vi.waitFor(() => expect(eventsOf(double, email)).toEqual(['taken']), WAIT);
    stop();
    const outage = double.inject({ status: 500 });
    await send(track('m4', 'queued'));
    const { entries } = await feed();
    expect(entries.flatMap(({ deliveries }) => deliveries.map(({ state }) => state)).toSorted()).toContain('dead');
    expect(bytesOf(path)).toContain('xyzzy');

    expect(await forget({ who: email })).toMatchObject({ persons: 1, messages: 4 });
    expect((await feed()).entries).toHaveLength(4);
    expect(await forget({ who: ` ${email.toUpperCase()} `, confirm: true })).toMatchObject({
      ...{ persons: 1, visitors: 1, messages: 4 },
      destinations: ['cio'],
    });
    expect((await feed()).entries).toEqual([]);
    expect(bytesOf(path)).not.toContain('xyzzy');
    expect(await send(identify, track('m3', 'taken'), track('m5', 'late from an outbox'))).toEqual({
      ...{ accepted: [], rejected: [] },
      duplicates: ['m1', 'm3', 'm5'],
    });

    outage();
    await vi.waitFor(async () => expect((await feed()).stats.erasures.waiting).toBe(0), WAIT);
    expect(double.persons()).toEqual([]);
    expect((await feed()).entries).toEqual([]);
    expect(bytesOf(path)).not.toContain(email);
  });

  it.each([{ api: 'v1' }, { api: 'v1', erase: 'delete' }, { api: 'v2', erase: 'delete' }] as const)(
    'erases at Customer.io with %o',
    async (options) => {
      const { double, send, forget } = await startRelay(options);
      await send(identify, track('m2', 'first'));
      await vi.waitFor(() => expect(eventsOf(double, email)).toEqual(['first']), WAIT);
      await forget({ who: email, confirm: true });
      await vi.waitFor(() => expect(double.persons()).toEqual([]), WAIT);
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
      onTestFinished(() => void vi.useRealTimers());
      await send({ ...identify, messageId: 'm9', timestamp: new Date().toISOString() });
      if ('erase' in options) await vi.waitFor(() => expect(double.persons()).toHaveLength(1), WAIT);
    },
  );

  it('says by name which destination cannot, and commands the others', async () => {
    const pipelines = createPipelinesDouble({ apiKey: 'p' });
    const to = (url: string, init: RequestInit): Promise<Response> => pipelines.fetch(new Request(url, init));
    const { send, forget, feed } = await startRelay({
      others: [
        customerioPipelines({ apiKey: 'p', region: 'us', fetch: to }),
        { name: 'warehouse', anonymous: 'hold', limits: { perLane: 9, lanes: 9 }, deliver: takeAll },
      ],
    });
    await send(identify);
    await forget({ who: email, confirm: true });
    await vi.waitFor(async () => expect((await feed()).stats.erasures.waiting).toBe(0), WAIT);
    expect((await feed()).stats.erasures.refused).toMatchObject([
      {
        destination: 'warehouse',
        reason: 'warehouse has no way to erase a person that the relay could use; erase them there by hand',
      },
    ]);
    // the stand-in tells commands from events, and a shop's event may never be one
    expect(pipelines.violations().every(({ message }) => message.endsWith('acts as a command'))).toBe(true);
    expect(pipelines.commands().map(({ body, userId }) => [body['event'], userId])).toEqual([
      ['User Deleted', email],
      ['User Suppressed', email],
    ]);
  });

  it('needs the activity key, and a name', async () => {
    const { forget } = await startRelay();
    expect(await forget({ who: email, confirm: true }, 'wrong')).toMatchObject({ error: { code: 'unauthorised' } });
    expect(await forget({ who: ' ' })).toMatchObject({ error: { code: 'invalid_forget' } });
    expect(await forget({})).toMatchObject({
      error: { message: expect.stringMatching(/forget: \{\} came; expected/) as string },
    });
  });
});

const takeAll: Destination['deliver'] = ({ person, messages }) =>
  Promise.resolve({
    person: { verdict: { status: 'ok' }, memory: { version: person.version } },
    messages: messages.map(({ seq }) => ({ seq, verdict: { status: 'ok' } })),
  });
