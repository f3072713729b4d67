import { describe, expect, test } from 'vitest';
import type { Relay } from '../../../../src/relay/create-relay.ts';
import { makeRelay, PIXEL_KEY, post, SERVER_KEY, viewed, WRITE_KEY } from './relay-fixture.ts';

const SHOP = 'https://shop.example';
const basic = (key: string): Record<string, string> => ({ authorization: `Basic ${btoa(`${key}:`)}` });
const body = { batch: [viewed('m1')] };

const errorCode = async (response: Response): Promise<[number, string]> => {
  const { error } = (await response.json()) as { error: { code: string } };
  return [response.status, error.code];
};

describe('keys', () => {
  test('come by Basic, in the body, or in the address', async () => {
    const { relay } = makeRelay();
    expect((await post(relay, body, { key: null, headers: basic(WRITE_KEY) })).status).toBe(200);
    expect((await post(relay, { ...body, writeKey: WRITE_KEY }, { key: null })).status).toBe(200);
    expect((await post(relay, body)).status).toBe(200);
  });

  test('none is 401, an unknown one is 401, before the body is read', async () => {
    const { relay } = makeRelay();
    expect(await errorCode(await post(relay, body, { key: null }))).toEqual([401, 'no_key']);
    expect(await errorCode(await post(relay, body, { key: 'wk_wrong' }))).toEqual([401, 'unknown_key']);
    expect(await errorCode(await post(relay, body, { key: null, headers: basic('wk_wrong') }))).toEqual([
      401,
      'unknown_key',
    ]);
    expect(await errorCode(await post(relay, body, { key: null, headers: { authorization: 'Basic ===' } }))).toEqual([
      401,
      'no_key',
    ]);
    expect(await errorCode(await post(relay, 'no json at all', { key: 'wk_wrong' }))).toEqual([401, 'unknown_key']);
    expect(await errorCode(await post(relay, body, { key: `${WRITE_KEY}x` }))).toEqual([401, 'unknown_key']);
  });

  test('a source outlives the rotation of its keys', async () => {
    const keys = [
      { key: 'wk_old_key', kind: 'write', source: 'shop' },
      { key: 'wk_new_key', kind: 'write', source: 'shop' },
    ] as const;
    const { relay, store } = makeRelay({ keys, orders: 'browser' });
    await post(relay, body, { key: 'wk_old_key' });
    const again = (await (await post(relay, body, { key: 'wk_new_key' })).json()) as { duplicates: string[] };
    expect(again.duplicates).toEqual(['m1']);
    expect(store.messages[0]?.source).toBe('shop');
  });

  test('a relay without keys, with one twice, or undecided about orders is not made', () => {
    expect(() => makeRelay({ keys: [] })).toThrow('keys: an empty list came');
    expect(() =>
      makeRelay({
        keys: [
          { key: 'k', kind: 'server' },
          { key: 'k', kind: 'write' },
        ],
      }),
    ).toThrow('the same key came twice');
    expect(() => makeRelay({ keys: [{ key: 'k', kind: 'write' }] })).toThrow(
      /orders: nothing came.*"server".*"browser"/,
    );
  });
});

describe('origins', () => {
  const listed = (): Relay =>
    makeRelay({
      keys: [
        { key: WRITE_KEY, kind: 'write', origins: [SHOP] },
        { key: SERVER_KEY, kind: 'server' },
        { key: PIXEL_KEY, kind: 'pixel', origins: [SHOP] },
      ],
    }).relay;
  const from = (
    relay: Relay,
    origin: string,
    key = WRITE_KEY,
    headers: Record<string, string> = {},
  ): Promise<Response> => post(relay, body, { key, headers: { origin, ...headers } });
  const cors = ({ headers }: Response): (string | null)[] => [
    headers.get('access-control-allow-origin'),
    headers.get('access-control-allow-credentials'),
    headers.get('vary'),
  ];

  test('a listed one is echoed, without credentials from another site', async () => {
    expect(cors(await from(listed(), SHOP))).toEqual([SHOP, null, 'Origin']);
    expect(cors(await from(listed(), SHOP, WRITE_KEY, { 'sec-fetch-site': 'cross-site' }))).toEqual([
      SHOP,
      null,
      'Origin',
    ]);
  });

  test('a listed one of the same site may send cookies', async () => {
    expect(cors(await from(listed(), SHOP, WRITE_KEY, { 'sec-fetch-site': 'same-site' }))).toEqual([
      SHOP,
      'true',
      'Origin',
    ]);
  });

  test('another is 403 and may read why, which anybody learns who asks without a browser', async () => {
    const response = await from(listed(), 'https://evil.example', WRITE_KEY, { 'sec-fetch-site': 'same-site' });
    expect(cors(response)).toEqual(['https://evil.example', null, 'Origin']);
    expect(await errorCode(response)).toEqual([403, 'origin_not_allowed']);
  });

  test('without a list any origin is echoed, never with credentials', async () => {
    const { relay } = makeRelay();
    expect(cors(await from(relay, 'https://any.example', WRITE_KEY, { 'sec-fetch-site': 'same-site' }))).toEqual([
      'https://any.example',
      null,
      'Origin',
    ]);
  });

  test('a request without Origin is no browser and passes', async () => {
    expect((await post(listed(), body)).status).toBe(200);
  });

  test('"null" is for pixel keys only, without credentials', async () => {
    expect((await from(listed(), 'null')).status).toBe(403);
    expect((await from(makeRelay().relay, 'null')).status).toBe(403);
    expect(cors(await from(listed(), 'null', PIXEL_KEY, { 'sec-fetch-site': 'same-origin' }))).toEqual([
      'null',
      null,
      'Origin',
    ]);
  });

  test('a server key from a page is refused: it has leaked', async () => {
    expect(await errorCode(await from(listed(), SHOP, SERVER_KEY))).toEqual([403, 'server_key_in_browser']);
  });

  test('a page may read a 401, a 400 and a 503', async () => {
    const { relay, store } = makeRelay();
    expect(cors(await from(relay, SHOP, 'wk_wrong'))).toEqual([SHOP, null, 'Origin']);
    expect(cors(await post(relay, 'no json', { headers: { origin: SHOP } }))[0]).toBe(SHOP);
    store.breakAppend(true);
    const response = await from(relay, SHOP);
    expect([response.status, cors(response)[0], response.headers.get('access-control-expose-headers')]).toEqual([
      503,
      SHOP,
      'Retry-After',
    ]);
  });

  test('cors.origins is the list of keys that have none', async () => {
    const { relay } = makeRelay({ cors: { origins: [SHOP] } });
    expect((await from(relay, SHOP)).status).toBe(200);
    expect((await from(relay, 'https://evil.example')).status).toBe(403);
  });
});

describe('preflight', () => {
  const ask = (relay: Relay, origin: string, query = ''): Promise<Response> =>
    relay.fetch(
      new Request(`http://relay.test/v1/batch${query}`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      }),
    );

  test('is answered for an origin that a key is for', async () => {
    const response = await ask(makeRelay({ cors: { origins: [SHOP] } }).relay, SHOP);
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe(SHOP);
    expect(response.headers.get('access-control-allow-methods')).toBe('POST');
    expect(response.headers.get('access-control-allow-headers')).toContain('Content-Type');
    expect(response.headers.get('vary')).toBe('Origin');
  });

  test('is refused for any other', async () => {
    const { relay } = makeRelay({ keys: [{ key: WRITE_KEY, kind: 'write', origins: [SHOP] }], orders: 'browser' });
    const response = await ask(relay, 'https://evil.example', `?writeKey=${WRITE_KEY}`);
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });
});
