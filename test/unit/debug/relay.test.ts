import { afterEach, describe, expect, it, vi } from 'vitest';
import { createRelayHealth } from '../../../src/debug/relay-health.ts';
import { watchRelay, type RelayReply } from '../../../src/debug/watch-relay.ts';

const answer = { accepted: ['a'], duplicates: [], rejected: [] };
const reply = (at: number, status: number, more: Partial<RelayReply> = {}): RelayReply => ({
  at,
  tookMs: 0,
  status,
  ...more,
});

/** Waits for a condition; `what` is what the failure names. */
const until = (what: string, test: () => boolean): Promise<boolean> =>
  vi.waitUntil(test, { timeout: 10_000, interval: 20 }).catch(() => expect.fail(`waited 10 s for ${what}`));

describe('what is said of the relay', () => {
  const lasting = (statuses: readonly number[], isWaiting = true, isOnline = true): string[] => {
    const health = createRelayHealth('https://relay.example');
    statuses.forEach((status, i) => health.heard(reply(i * 6_000, status)));
    return health.lasting(statuses.length * 6_000, isWaiting, isOnline).map(({ code }) => code);
  };

  it('is nothing for one failure, and a warning after ten seconds of them', () => {
    expect(lasting([0])).toEqual([]);
    expect(lasting([0, 0])).toEqual(['relay_unreachable']);
    expect(lasting([0, 503])).toEqual(['relay_failing']);
    expect(lasting([429, 429])).toEqual(['relay_failing']);
    expect(lasting([200, 200])).toEqual(['answer_foreign']);
  });
  it('is nothing while nothing waits, or the browser knows that it is offline', () => {
    expect(lasting([0, 0], false)).toEqual([]);
    expect(lasting([0, 0], true, false)).toEqual([]);
  });
  it('is nothing once it answers', () => {
    const health = createRelayHealth('r');
    health.heard(reply(0, 0));
    health.heard(reply(6_000, 200, { answer }));
    expect(health.lasting(60_000, true, true)).toEqual([]);
  });
  it.each([
    [401, 'key_refused'],
    [403, 'origin_refused'],
    [404, 'relay_not_found'],
    [413, 'relay_refuses'],
  ])('is at once what a %i means, in its words', (status, code) => {
    const [finding] = createRelayHealth('r').heard(reply(0, status, { refusal: 'because' }));
    expect(finding).toMatchObject({ code, detail: `r answers ${status}: because` });
  });
  it('is that clocks differ, from five minutes on', () => {
    const heard = (skewMs: number): string[] =>
      createRelayHealth('r')
        .heard(reply(0, 200, { answer, skewMs }))
        .map(({ detail }) => detail);
    expect(heard(-7_200_000)).toEqual(['this device is 120 min behind the relay']);
    expect(heard(200_000)).toEqual([]);
  });
});

describe('looking over fetch', () => {
  const url = 'https://relay.example/v1/batch';
  let end: (() => void) | undefined;
  afterEach(() => end?.());

  const watch = (respond: () => Promise<Response>): { page: { fetch: typeof fetch }; replies: RelayReply[] } => {
    const page = { fetch: respond as typeof fetch };
    const replies: RelayReply[] = [];
    end = watchRelay(
      page,
      (asked) => asked === url,
      () => 5,
      (_, heard) => replies.push(heard),
    );
    return { page, replies };
  };

  it('reads the answer and leaves it whole for the client', async () => {
    const { page, replies } = watch(() =>
      Promise.resolve(Response.json(answer, { headers: { date: new Date(1_000).toUTCString() } })),
    );
    const response = await page.fetch(url);
    expect(await response.json()).toEqual(answer);
    await until('the answer to be read', () => replies.length > 0);
    expect(replies).toMatchObject([{ status: 200, answer, skewMs: -995 }]);
  });
  it('reads why a request is refused', async () => {
    const { page, replies } = watch(() =>
      Promise.resolve(Response.json({ error: { code: 'x', message: 'unknown key' } }, { status: 401 })),
    );
    await page.fetch(url);
    await until('the answer to be read', () => replies.length > 0);
    expect(replies).toMatchObject([{ status: 401, answer: undefined, refusal: 'unknown key' }]);
  });
  it('passes a failure on, and notes that nothing answered', async () => {
    const { page, replies } = watch(() => Promise.reject(new TypeError('Failed to fetch')));
    await expect(page.fetch(url)).rejects.toThrow('Failed to fetch');
    await until('the failure to be noted', () => replies.length > 0);
    expect(replies).toMatchObject([{ status: 0 }]);
  });
  it('does not look at what is not the relay, and gives fetch back', async () => {
    const { page, replies } = watch(() => Promise.resolve(Response.json({})));
    const watched = page.fetch;
    await page.fetch('https://shop.example/cart.json');
    await page.fetch(new Request(url));
    end?.();
    expect(page.fetch).not.toBe(watched);
    expect(replies).toEqual([]);
  });
});
