import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { send } from '../../../../src/client/browser/send.ts';

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}
const url = 'https://relay.example/v1/batch';
const nothing = { code: 0, text: '' };
const sent: Sent[] = [];
let answering: (init: RequestInit) => Promise<Response>;

beforeEach(() => {
  sent.length = 0;
  answering = () => Promise.resolve(new Response('ok', { status: 200 }));
  vi.stubGlobal('fetch', (to: string, init: RequestInit) => {
    sent.push({ url: to, init });
    return answering(init);
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const textOf = async (body: unknown): Promise<string> =>
  typeof body === 'string' ? body : gunzipSync(Buffer.from(await (body as Blob).arrayBuffer())).toString(); // the client sends text or a blob
const long = JSON.stringify({ text: 'x'.repeat(3_000) });

describe('one attempt to send', () => {
  it('posts text/plain, which needs no preflight, and follows no redirect', async () => {
    const reply = await send(url, true, '{}', false);
    expect(sent).toMatchObject([
      {
        url,
        init: {
          method: 'POST',
          body: '{}',
          headers: { 'content-type': 'text/plain' },
          keepalive: false,
          redirect: 'manual',
        },
      },
    ]);
    expect(reply).toEqual({ code: 200, text: 'ok', after: null });
  });

  it('brings the answer as it came, with how long to wait', async () => {
    answering = () => Promise.resolve(new Response('later', { status: 503, headers: { 'Retry-After': '7' } }));
    expect(await send(url, true, '{}', false)).toEqual({ code: 503, text: 'later', after: '7' });
  });

  it('packs a long body, which the relay knows by its first bytes', async () => {
    await send(url, true, long, true, () => true);
    const body = sent[0]?.init.body;
    expect(typeof body).not.toBe('string');
    expect(await textOf(body)).toBe(long);
  });

  it.each([
    ['short', '{}', false, true, () => true],
    ['leaving', long, true, true, undefined],
    ['foreign', long, false, false, () => true],
  ])('sends a %s one as it is', async (_, text, keepalive, compress, isAllowed) => {
    await send(url, compress, text, keepalive, isAllowed);
    expect(sent[0]?.init).toMatchObject({ body: text, keepalive });
  });

  it('is not sent when consent was withdrawn while it was compressed', async () => {
    expect(await send(url, true, long, false, () => false)).toEqual(nothing);
    expect(sent).toEqual([]);
  });

  it('is on its way before the call returns when the page leaves', () => {
    void send(url, true, long, true);
    expect(sent).toHaveLength(1);
  });

  it('comes to nothing when the network fails', async () => {
    answering = () => Promise.reject(new TypeError('Failed to fetch'));
    expect(await send(url, true, '{}', false)).toEqual(nothing);
  });

  it('comes to nothing when the answer breaks off', async () => {
    answering = () => {
      const body = new ReadableStream({ start: (stream) => stream.error(new TypeError('network error')) });
      return Promise.resolve(new Response(body));
    };
    expect(await send(url, true, '{}', false)).toEqual(nothing);
  });

  it('is not made while the browser is offline', async () => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    expect(await send(url, true, '{}', false)).toEqual(nothing);
    expect(sent).toEqual([]);
  });

  it('is given up after ten seconds', async () => {
    const abort = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(abort.signal);
    answering = ({ signal }) =>
      new Promise((_, reject) =>
        signal?.addEventListener('abort', () => reject(new DOMException('late', 'TimeoutError'))),
      );
    const reply = send(url, true, '{}', false);
    expect(timeout).toHaveBeenCalledWith(10_000);
    abort.abort();
    expect(await reply).toEqual(nothing);
  });

  it('is made without an end where the browser knows no timeouts', async () => {
    const { timeout } = AbortSignal;
    Object.assign(AbortSignal, { timeout: undefined });
    expect(await send(url, true, '{}', false)).toMatchObject({ code: 200 });
    Object.assign(AbortSignal, { timeout });
  });
});
