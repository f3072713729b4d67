import { describe, expect, test } from 'vitest';
import { makeRelay } from './intake/relay-fixture.ts';

const source = 'window.cartline=1';
const br = new Uint8Array([1, 2, 3]);

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  makeRelay({ sdk: { source, encoded: { br } } }).relay.fetch(new Request(`http://relay.test${path}`, { headers }));

describe('the script', () => {
  test('is served with its tag, for five minutes, to pages of any origin', async () => {
    const response = await get('/cartline.js');
    expect(await response.text()).toBe(source);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('public, max-age=300');
    expect(response.headers.get('etag')).toMatch(/^"[0-9a-f]{16}"$/);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  });

  test('is 304 for who has it, strong, weak, compressed or in a list', async () => {
    const etag = (await get('/cartline.js')).headers.get('etag') ?? '';
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, etag.replace(/"$/, '-br"')]) {
      const response = await get('/cartline.js', { 'if-none-match': tag });
      expect([response.status, await response.text()]).toEqual([304, '']);
    }
    expect((await get('/cartline.js', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  test('goes compressed to who takes it', async () => {
    const response = await get('/cartline.js', { 'accept-encoding': 'gzip, br;q=0.9' });
    expect([response.headers.get('content-encoding'), response.headers.get('vary')]).toEqual(['br', 'Accept-Encoding']);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(br);
    expect(
      (await get('/cartline.js', { 'accept-encoding': 'gzip, br;q=0' })).headers.get('content-encoding'),
    ).toBeNull();
  });

  test('is immutable under its hash, and 404 under another', async () => {
    const hash = (await get('/cartline.js')).headers.get('etag')?.slice(1, 9);
    const response = await get(`/cartline.${hash}.js`);
    expect(await response.text()).toBe(source);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await get('/cartline.00000000.js')).status).toBe(404);
  });

  test('is 404 on a relay that has none; the relay is well all the same', async () => {
    const { relay } = makeRelay();
    expect((await relay.fetch(new Request('http://relay.test/cartline.js'))).status).toBe(404);
    expect(await (await relay.fetch(new Request('http://relay.test/healthz'))).json()).toEqual({ ok: true });
  });
});
