import { describe, expect, test } from 'vitest';
import type { Relay } from '../../../../src/relay/create-relay.ts';
import { createLimiter } from '../../../../src/relay/intake/rate/limiter.ts';
import { createTokenBuckets } from '../../../../src/relay/intake/rate/token-buckets.ts';
import { signProof } from '../../../../src/relay/intake/proof.ts';
import { answerOf, makeRelay, NOW, SERVER_KEY, viewed, WRITE_KEY } from './relay-fixture.ts';

interface Sender {
  readonly address?: string;
  readonly key?: string;
  readonly headers?: Record<string, string>;
}

/** Posts as @hono/node-server hands it on: with Node's own request behind it. */
const from = (
  relay: Relay,
  messages: readonly unknown[],
  { address = '203.0.113.7', key = WRITE_KEY, headers = {} }: Sender = {},
): Promise<Response> =>
  relay.fetch(
    new Request(`http://relay.test/v1/batch?writeKey=${key}`, {
      method: 'POST',
      body: JSON.stringify({ batch: messages }),
      headers,
    }),
    { incoming: { socket: { remoteAddress: address } } },
  );

const messages = (count: number, visitor = 'a', start = 0): object[] =>
  Array.from({ length: count }, (_, i) => viewed(`${visitor}-${start + i}`, { anonymousId: visitor }));

const identify = (email: string, anonymousId: string, rest: object = {}): object => ({
  type: 'identify',
  messageId: `i-${email}-${anonymousId}`,
  anonymousId,
  traits: { email },
  ...rest,
});

const statusOf = async (response: Promise<Response>): Promise<(number | string | null)[]> => {
  const { status, headers } = await response;
  return [status, headers.get('retry-after')];
};

/** A relay whose clock can be moved. */
const makeLimited = (limits: object, rest: object = {}): { relay: Relay; pass: (ms: number) => void } => {
  let now = NOW;
  const { relay } = makeRelay({ limits, now: () => now, ...rest });
  return { relay, pass: (ms) => (now += ms) };
};

describe('a token bucket', () => {
  test('is full at first, fills steadily, and never over its brim', () => {
    const buckets = createTokenBuckets({ count: 10, burst: 20 });
    expect(buckets.waitMs('a', 20, 0)).toBe(0);
    buckets.take('a', 20, 0);
    expect(buckets.waitMs('a', 1, 0)).toBe(100);
    expect(buckets.waitMs('a', 20, 500)).toBe(1_500);
    expect(buckets.waitMs('a', 20, 60_000)).toBe(0);
    buckets.take('a', 20, 60_000);
    expect(buckets.waitMs('a', 1, 60_000)).toBe(100);
  });

  test('lets through what is more than a whole bucket when it is full', () => {
    const buckets = createTokenBuckets({ count: 1, burst: 5 });
    expect(buckets.waitMs('a', 500, 0)).toBe(0);
    buckets.take('a', 500, 0);
    expect(buckets.waitMs('a', 500, 0)).toBe(5_000);
  });

  test('is not fooled by a clock that was set back', () => {
    const buckets = createTokenBuckets({ count: 1, burst: 2 });
    buckets.take('a', 2, 10_000);
    expect(buckets.waitMs('a', 1, 0)).toBe(1_000);
    buckets.take('a', 0, 0);
    expect(buckets.waitMs('a', 1, 1_000)).toBe(0);
  });

  test('keeps so many and forgets the least recently used', () => {
    const buckets = createTokenBuckets({ count: 1 }, 2);
    buckets.take('a', 1, 0);
    buckets.take('b', 1, 0);
    buckets.take('a', 0, 0);
    buckets.take('c', 1, 0);
    expect(['a', 'b', 'c'].map((name) => buckets.waitMs(name, 1, 0))).toEqual([1_000, 0, 1_000]);
  });
});

describe('too many messages', () => {
  const ok = [200, null];

  test('of one address are 429 with Retry-After, before the body is read; others are not touched', async () => {
    const { relay, pass } = makeLimited({ perIp: { count: 2, burst: 4 } });
    expect(await statusOf(from(relay, messages(4)))).toEqual(ok);
    expect(await statusOf(from(relay, messages(4, 'b')))).toEqual([429, '1']);
    const unread = new Request(`http://relay.test/v1/batch?writeKey=${WRITE_KEY}`, { method: 'POST', body: 'no json' });
    const env = { incoming: { socket: { remoteAddress: '203.0.113.7' } } };
    expect((await relay.fetch(unread, env)).status).toBe(429);
    expect(unread.bodyUsed).toBe(false);
    expect(await statusOf(from(relay, messages(4, 'c'), { address: '203.0.113.8' }))).toEqual(ok);
    pass(1_000);
    expect(await statusOf(from(relay, messages(4, 'b')))).toEqual([429, '1']);
    expect(await statusOf(from(relay, messages(2, 'b')))).toEqual(ok);
  });

  test('of one visitor, from whatever address', async () => {
    const { relay } = makeLimited({ perVisitor: { count: 1, burst: 3 } });
    expect(await statusOf(from(relay, messages(3)))).toEqual(ok);
    expect(await statusOf(from(relay, messages(2, 'a', 3), { address: '198.51.100.1' }))).toEqual([429, '2']);
    expect(await statusOf(from(relay, messages(3, 'b')))).toEqual(ok);
  });

  test('of one key, by its own rate or by that of all', async () => {
    const keys = [
      { key: WRITE_KEY, kind: 'write' },
      { key: 'wk_small', kind: 'write', rate: { count: 1, burst: 2 } },
      { key: SERVER_KEY, kind: 'server' },
    ] as const;
    const { relay } = makeLimited({ perKey: { count: 1, burst: 5 } }, { keys });
    expect(await statusOf(from(relay, messages(2), { key: 'wk_small' }))).toEqual(ok);
    expect(await statusOf(from(relay, messages(1, 'x'), { key: 'wk_small' }))).toEqual([429, '1']);
    expect(await statusOf(from(relay, messages(5, 'b')))).toEqual(ok);
    expect(await statusOf(from(relay, messages(1, 'c')))).toEqual([429, '1']);
    expect(await statusOf(from(relay, messages(400, 'd'), { key: SERVER_KEY }))).toEqual(ok);
  });

  test('a refused batch takes nothing from any bucket', async () => {
    const { relay } = makeLimited({ perIp: { count: 1, burst: 10 }, perVisitor: { count: 1, burst: 2 } });
    expect(await statusOf(from(relay, messages(2, 'b')))).toEqual(ok);
    expect(await statusOf(from(relay, [...messages(2, 'c'), ...messages(1, 'b', 2)]))).toEqual([429, '1']);
    const others = ['c', 'd', 'e', 'f'].flatMap((visitor) => messages(2, visitor));
    expect(await statusOf(from(relay, others))).toEqual(ok);
    expect(await statusOf(from(relay, messages(1, 'g')))).toEqual([429, '1']);
  });

  test('a page may read the 429 and its Retry-After', async () => {
    const { relay } = makeLimited({ perIp: { count: 1, burst: 1 } });
    const headers = { origin: 'https://shop.example' };
    await from(relay, messages(1), { headers });
    const response = await from(relay, messages(1, 'b'), { headers });
    expect([response.status, response.headers.get('access-control-expose-headers')]).toEqual([429, 'Retry-After']);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(await response.json()).toMatchObject({ error: { code: 'too_many_messages' } });
  });

  test('false takes a limit away; the defaults let half of a full outbox through at once', () => {
    const key = { key: WRITE_KEY, kind: 'write' } as const;
    const taken = (limits: object): number => {
      const limiter = createLimiter([key], limits);
      let batches = 0;
      while (batches < 50 && limiter.take(key, '203.0.113.7', messages(500), NOW).ok) batches++;
      return batches;
    };
    expect(taken({})).toBe(10);
    expect(taken({ perIp: false, perVisitor: false })).toBe(50);
  });
});

describe('persons that a browser names', () => {
  test('are so many from one address; the same ones again cost nothing', async () => {
    const { relay, pass } = makeLimited({ newPersonsPerIp: { count: 2, perSeconds: 3_600 } });
    const name = (n: number): Promise<Response> => from(relay, [identify(`p${n}@shop.example`, `v${n}`)]);
    expect((await name(1)).status).toBe(200);
    expect((await name(2)).status).toBe(200);
    expect(await statusOf(name(3))).toEqual([429, '1800']);
    expect((await from(relay, [identify('P1@shop.example ', 'v9')])).status).toBe(200);
    pass(1_800_000);
    expect((await name(3)).status).toBe(200);
  });

  test('are so many of one visitor; the next is refused by name, what came beside it is kept', async () => {
    const { relay } = makeLimited({ personsPerVisitor: { count: 2, perSeconds: 86_400 } });
    const batch = [1, 2, 3].map((n) => identify(`p${n}@shop.example`, 'v')).concat(viewed('m1'));
    const answer = await answerOf(await from(relay, batch));
    expect(answer.accepted).toEqual(['i-p1@shop.example-v', 'i-p2@shop.example-v', 'm1']);
    expect(answer.rejected).toMatchObject([{ index: 2, code: 'not_allowed', path: '/traits' }]);
  });

  test('cost nothing when they are proven, or come from a server', async () => {
    const secret = 'identity-secret-of-tests';
    const limits = { newPersonsPerIp: { count: 1 }, personsPerVisitor: { count: 1 } };
    const { relay } = makeLimited(limits, { identitySecret: secret });
    for (const n of [1, 2, 3]) {
      const email = `p${n}@shop.example`;
      const proof = await signProof(secret, { email }, NOW / 1000 + 60);
      expect((await answerOf(await from(relay, [identify(email, 'v', { proof })]))).accepted).toHaveLength(1);
      const server = [identify(`s${n}@shop.example`, 'w')];
      expect((await answerOf(await from(relay, server, { key: SERVER_KEY }))).accepted).toHaveLength(1);
    }
  });

  test.each([
    ['an email', (n: number) => identify(`p${n}@shop.example`, 'v', { userId: `u${n}` })],
    ['a customer id', (n: number) => ({ ...viewed(`m${n}`, { anonymousId: 'v' }), userId: `u${n}` })],
  ])('cost as much when the page is believed without proof: %s', async (_, message) => {
    const { relay } = makeLimited({ personsPerVisitor: { count: 2, perSeconds: 86_400 } }, { identityProof: 'off' });
    const answer = await answerOf(await from(relay, [1, 2, 3].map(message)));
    expect(answer.accepted).toHaveLength(2);
    expect(answer.rejected).toMatchObject([{ index: 2, code: 'not_allowed' }]);
  });
});
