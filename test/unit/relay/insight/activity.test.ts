import { describe, expect, test } from 'vitest';
import type { Relay } from '../../../../src/relay/create-relay.ts';
import { makeRelay, post, send, track, viewed } from '../intake/relay-fixture.ts';
import type { MemoryStore } from '../intake/memory-store.ts';
import { sampleFeed } from './sample-feed.ts';

const KEY = 'open sesame & more';
const bearer = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });

const make = (key = 'open-sesame'): { relay: Relay; store: MemoryStore } => makeRelay({ activityKey: key });
const get = (relay: Relay, path: string, headers: Record<string, string> = {}): Promise<Response> =>
  relay.fetch(new Request(`http://relay.test${path}`, { headers }));
const pageOf = async (relay: Relay): Promise<string> => (await get(relay, '/activity', bearer('open-sesame'))).text();

describe('the activity key', () => {
  test('in the address moves into a cookie, and the address forgets it', async () => {
    const { relay } = make(KEY);
    const entering = await get(relay, `/activity?key=${encodeURIComponent(KEY)}`);
    expect([entering.status, entering.headers.get('location')]).toEqual([303, 'activity']);
    const cookie = entering.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain('sesame');
    const page = await get(relay, '/activity', { cookie: `other=1; ${cookie.split(';')[0]}` });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Nothing has come yet');
  });

  test('makes a cookie for https only where the relay is reached by https', async () => {
    const relayOf = (trustProxy: boolean): Relay => makeRelay({ activityKey: 'open-sesame', trustProxy }).relay;
    const cookieOf = async (relay: Relay, url: string): Promise<string> =>
      (
        await relay.fetch(new Request(`${url}/activity?key=open-sesame`, { headers: { 'x-forwarded-proto': 'https' } }))
      ).headers.get('set-cookie') ?? '';
    expect(await cookieOf(relayOf(false), 'https://relay.test')).toContain('; Secure');
    expect(await cookieOf(relayOf(true), 'http://relay.test')).toContain('; Secure');
    expect(await cookieOf(relayOf(false), 'http://relay.test')).not.toContain('; Secure');
  });

  test.each([
    ['nothing', '/activity', {}],
    ['a wrong key in the address', '/activity?key=wrong', {}],
    ['a wrong cookie', '/activity', { cookie: 'cartline_activity=open-sesame' }],
    ['a wrong bearer', '/activity', bearer('open-sesam')],
  ])('%s gets a page that says where the key is', async (_, path, headers) => {
    const response = await get(make().relay, path, headers);
    expect(response.status).toBe(401);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await response.text()).toContain('/activity?key=');
  });

  test.each(['/activity/events', '/activity/feed.json'])('guards %s', async (path) => {
    const response = await get(make().relay, path);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: 'unauthorised' } });
  });

  test('is needed: without one there is no such page', async () => {
    expect((await get(makeRelay().relay, '/activity')).status).toBe(404);
  });
});

describe('the activity page', () => {
  test('shows each state with its reason, the newest on top', async () => {
    const { relay, store } = make();
    for (const entry of sampleFeed(Date.now())) store.putEntry(entry);
    const html = await pageOf(relay);
    for (const state of ['held', 'pending', 'delivered', 'withheld', 'dead', 'quarantined'])
      expect(html).toContain(`>${state}</span>`);
    expect(html).toContain('waits until this visitor is known');
    expect(html).toContain('orders come from the server');
    expect(html).toContain('Customer.io answered 400: attributes.next_charge_at: must be a unix timestamp');
    expect(html).toContain('3 attempts: Customer.io answered 503');
    expect(html).toContain('did you mean &quot;added_to_cart&quot;?');
    expect(html).toContain('came without price, currency');
    const order = [...html.matchAll(/data-order="(\d+)"/g)].map(([, at]) => Number(at));
    expect(order).toEqual([...order].sort((a, b) => b - a));
  });

  test('escapes whatever a stranger has sent', async () => {
    const { relay } = make();
    const evil = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>';
    await send(relay, [
      track(evil.slice(0, 90), { [evil]: evil, items: evil }, { messageId: evil, anonymousId: evil }),
      viewed(evil, { anonymousId: evil, type: evil }),
    ]);
    const html = (await pageOf(relay)).replace(/<script nonce="[^"]+">[\s\S]*?<\/script>/, '');
    expect(html).toContain('&lt;script&gt;alert(1)');
    expect(html).not.toMatch(/<script|<img/);
    expect(html).not.toMatch(/data-[a-z]+="[^"]*"'>/);
  });

  test('lets nothing in from elsewhere: a policy with a new nonce each time', async () => {
    const { relay } = make();
    const policies = await Promise.all(
      [1, 2].map(async () => (await get(relay, '/activity', bearer('open-sesame'))).headers),
    );
    const [first, second] = policies.map((headers) => headers.get('content-security-policy') ?? '');
    expect(first).toMatch(/^default-src 'none'; script-src 'nonce-[^']+'; style-src 'nonce-[^']+'; connect-src 'self'/);
    expect(first).not.toBe(second);
    expect(policies[0]?.get('x-content-type-options')).toBe('nosniff');
    expect(policies[0]?.get('cache-control')).toBe('no-store');
    expect(await pageOf(relay)).not.toMatch(/(src|href)="(https?:)?\/\//);
  });

  test('gives the feed as JSON', async () => {
    const { relay } = make();
    await send(relay, [viewed('m1'), viewed('m2')]);
    const feedOf = async (
      query: string,
    ): Promise<{ entries: { messageId: string }[]; stats: unknown; destinations: unknown }> =>
      (await (await get(relay, `/activity/feed.json${query}`, bearer('open-sesame'))).json()) as never;
    expect((await feedOf('')).entries.map(({ messageId }) => messageId)).toEqual(['m1', 'm2']);
    expect((await feedOf('?limit=1')).entries.map(({ messageId }) => messageId)).toEqual(['m2']);
    expect((await feedOf('?since=1&limit=x')).entries.map(({ messageId }) => messageId)).toEqual(['m2']);
    expect(await feedOf('')).toMatchObject({ stats: { messages: 2 }, destinations: [] });
  });
});

describe('the event stream', () => {
  const read = async (stream: ReadableStreamDefaultReader<Uint8Array>, until: RegExp): Promise<string> => {
    let text = '';
    const decoder = new TextDecoder();
    while (!until.test(text)) {
      const { value, done } = await stream.read();
      if (done) return `${text}<end>`;
      text += decoder.decode(value, { stream: true });
    }
    return text;
  };
  const open = async (
    relay: Relay,
    headers: Record<string, string> = {},
  ): Promise<ReadableStreamDefaultReader<Uint8Array>> => {
    const response = await get(relay, '/activity/events?since=0', { ...bearer('open-sesame'), ...headers });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    return (response.body as ReadableStream<Uint8Array>).getReader(); // a stream of events has a body
  };

  test('tells what is there, then what comes, then what changes', async () => {
    const { relay, store } = make();
    await post(relay, { batch: [viewed('m1')] });
    const stream = await open(relay);
    expect(await read(stream, /event: numbers/)).toMatch(/id: 1\nevent: lines\ndata: \[".*m1.*data-state=\\"held\\"/);
    const [entry] = await store.feed({ since: 0, limit: 1 });
    if (entry)
      store.putEntry({ ...entry, deliveries: [{ destination: 'customerio', state: 'delivered', attempts: 1 }] });
    expect(await read(stream, /event: lines.*\n.*\n\n/)).toMatch(
      /id: 2\nevent: lines\ndata: \[".*data-state=\\"delivered\\"/,
    );
    await stream.cancel();
  });

  test('goes on after the last event that a browser has seen', async () => {
    const { relay } = make();
    await send(relay, [viewed('m1'), viewed('m2')]);
    const stream = await open(relay, { 'last-event-id': '1' });
    const text = await read(stream, /event: lines.*\n.*\n\n/);
    expect(text).toContain('m2');
    expect(text).not.toContain('m1');
    await stream.cancel();
  });

  test('ends when the relay stops', async () => {
    const { relay } = make();
    const stream = await open(relay);
    await read(stream, /event: numbers/);
    await relay.stop();
    expect(await read(stream, /never/)).toContain('<end>');
  });
});
