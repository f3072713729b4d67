import { describe, expect, it, onTestFinished, vi } from 'vitest';
import * as v from 'valibot';
import { createCustomerioDouble } from '../../doubles/customerio/index.ts';
import { listen } from '../../../src/cli/listen.ts';
import { runReplay } from '../../../src/cli/replay-command.ts';
import { createRelay, createSqliteStore, customerioTrack, definePlan, type Plan } from '../../../src/relay.ts';
import { eventsOf, WAIT } from './delivery/relay-under-test.ts';
import { newPath } from './store/sqlite-files.ts';

const KEY = 'an-activity-key';
const basic = (key: string): string => `Basic ${btoa(`${key}:`)}`;
const email = 'a@x.co';

const startRelay = async (path: string = newPath(), plan: Plan = definePlan()) => {
  const double = createCustomerioDouble({ siteId: 's', apiKey: 'k' });
  const relay = createRelay({
    plan,
    store: createSqliteStore({ path }),
    destinations: [
      customerioTrack({
        siteId: 's',
        apiKey: 'k',
        region: 'us',
        name: 'cio',
        fetch: (url, init) => double.fetch(new Request(url, init)),
      }),
    ],
    keys: [{ key: 'wk_test_1', kind: 'write', origins: ['https://shop.example'] }],
    orders: 'browser',
    activityKey: KEY,
  });
  await relay.start();
  onTestFinished(() => relay.stop());
  const post = async (path_: string, headers: Record<string, string>, body: unknown): Promise<unknown> => {
    const request = new Request(`http://relay.test${path_}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await relay.fetch(request)).json();
  };
  return {
    double,
    relay,
    send: (...batch: object[]) =>
      post('/v1/batch', { authorization: basic('wk_test_1'), origin: 'https://shop.example' }, { batch }),
    replay: (body: unknown, headers = {}) =>
      post(
        '/activity/replay',
        { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', ...headers },
        body,
      ),
    feed: async () => {
      const request = new Request('http://relay.test/activity/feed.json', {
        headers: { authorization: `Bearer ${KEY}` },
      });
      const { entries, stats } = (await (await relay.fetch(request)).json()) as {
        entries: { seq: number; kind: string; deliveries: { state: string }[] }[];
        stats: { quarantined: number };
      };
      return { entries, stats, states: entries.flatMap(({ deliveries }) => deliveries.map(({ state }) => state)) };
    },
  };
};

const identify = { type: 'identify', messageId: 'm1', anonymousId: 'v1', traits: { email } };
const track = (messageId: string, event: string, properties: object = {}) => ({
  type: 'track',
  messageId,
  anonymousId: 'v1',
  event,
  properties,
});

describe('dead letters', () => {
  it('are delivered when they are replayed after the cause was mended, once', async () => {
    const { double, send, replay, feed } = await startRelay();
    const mend = double.inject({ status: 422, when: ({ body }) => JSON.stringify(body).includes('quiz_finished') });
    await send(identify, track('m2', 'quiz_finished'), track('m3', 'after'));
    await vi.waitFor(
      async () => expect((await feed()).states.toSorted()).toEqual(['dead', 'delivered', 'delivered']),
      WAIT,
    );
    expect(eventsOf(double, email)).toEqual(['after']);
    mend();
    expect(await replay({ what: 'dead', destination: 'other' })).toEqual({ replayed: 0, refused: [] });
    expect(await replay({ what: 'dead', destination: 'cio' })).toEqual({ replayed: 1, refused: [] });
    await vi.waitFor(async () => expect(new Set((await feed()).states)).toEqual(new Set(['delivered'])), WAIT);
    expect(eventsOf(double, email).toSorted()).toEqual(['after', 'quiz_finished']);
    expect(await replay({ what: 'dead' })).toEqual({ replayed: 0, refused: [] });
  });

  it('of a person’s state bring the state itself', async () => {
    const { double, send, replay, feed } = await startRelay();
    const mend = double.inject({ status: 422 });
    await send(identify);
    await vi.waitFor(async () => expect((await feed()).states).toEqual(['dead']), WAIT);
    mend();
    await replay({ what: 'dead' });
    await vi.waitFor(() => expect(double.person(email)).toBeDefined(), WAIT);
  });
});

describe('the quarantine', () => {
  it('is emptied of what the plan of now accepts; the rest stays, with the reason', async () => {
    const path = newPath();
    const strict = await startRelay(path, definePlan({ events: { quiz_finished: v.object({ result: v.string() }) } }));
    await strict.send(identify, track('m2', 'quiz_finished', { result: 7 }), track('m3', 'added_to_cart'));
    expect((await strict.feed()).stats.quarantined).toBe(2);
    await strict.relay.stop();
    const mended = await startRelay(path, definePlan({ events: { quiz_finished: v.object({ result: v.number() }) } }));
    expect(await mended.replay({ what: 'quarantine' })).toEqual({
      replayed: 1,
      refused: [{ messageId: 'm3', message: expect.stringContaining('cart_id') as string }],
    });
    await vi.waitFor(() => expect(eventsOf(mended.double, email)).toEqual(['quiz_finished']), WAIT);
    expect((await mended.feed()).stats.quarantined).toBe(1);
    expect(await mended.replay({ what: 'quarantine' })).toMatchObject({ replayed: 0 });
  });

  it('gives back single messages, by their place', async () => {
    const { send, replay, feed } = await startRelay();
    await send(track('m2', 'added_to_cart'), track('m3', 'added_to_cart'));
    const [first] = (await feed()).entries;
    expect(await replay({ what: 'quarantine', seqs: [first?.seq] })).toMatchObject({ replayed: 0, refused: [{}] });
  });
});

describe('a replay', () => {
  it('needs the activity key', async () => {
    const { replay } = await startRelay();
    expect(await replay({ what: 'dead' }, { authorization: 'Bearer wrong' })).toMatchObject({
      error: { code: 'unauthorised' },
    });
  });

  it.each([
    [{ what: 'everything' }, {}],
    [{ what: 'dead', seqs: ['1'] }, {}],
    [{ what: 'dead' }, { 'content-type': 'text/plain' }], // what a form of another site could send
  ])('is refused with what was expected: %j', async (body, headers) => {
    const { replay } = await startRelay();
    expect(await replay(body, headers)).toMatchObject({
      error: {
        code: 'invalid_replay',
        message: expect.stringContaining('expected { "what": "dead" | "quarantine"') as string,
      },
    });
  });

  it('is asked for on the command line', async () => {
    const { relay, send, feed } = await startRelay();
    await send(track('m3', 'added_to_cart'));
    const server = await listen(relay, '127.0.0.1', 0);
    onTestFinished(() => server.close(Promise.resolve()));
    const written: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    onTestFinished(() => void vi.restoreAllMocks());
    const target = { relay: `http://127.0.0.1:${server.port}`, key: KEY };
    await runReplay('quarantine', target);
    expect(written.join('')).toMatch(/^0 messages left the quarantine\nstill refused: m3: added_to_cart needs cart_id/);
    await expect(runReplay('all', target)).rejects.toThrow('replay: "all" came; expected "dead" or "quarantine"');
    await expect(runReplay('dead', { ...target, key: 'wrong' })).rejects.toThrow(/the relay answered 401/);
    await expect(runReplay('dead', { ...target, relay: 'http://127.0.0.1:1' })).rejects.toThrow(/nobody answers at/);
    expect((await feed()).stats.quarantined).toBe(1);
  });
});
