import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { answerOf, makeRelay, post, send, track, viewed, WRITE_KEY } from './relay-fixture.ts';

const errorOf = async (response: Response): Promise<{ status: number; code: string; message: string }> => {
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  return { status: response.status, ...error };
};

describe('what is no good request', () => {
  test.each([
    ['not json', 400, 'invalid_json', 'a JSON object was expected'],
    ['', 400, 'invalid_json', 'nothing came'],
    ['[]', 400, 'invalid_envelope', 'a list'],
    ['null', 400, 'invalid_envelope', 'null came'],
    ['{}', 400, 'invalid_envelope', 'batch: a list of 1 to 500 messages was expected; nothing came'],
    ['{"batch":{"a":1}}', 400, 'invalid_envelope', '{"a":1} came'],
    ['{"batch":[]}', 400, 'invalid_envelope', '[] came'],
  ])('%s is refused, and told why', async (body, status, code, message) => {
    const error = await errorOf(await post(makeRelay().relay, body));
    expect(error).toMatchObject({ status, code });
    expect(error.message).toContain(message);
  });

  test('501 messages are 413', async () => {
    const messages = Array.from({ length: 501 }, (_, i) => viewed(`m${i}`));
    expect(await errorOf(await post(makeRelay().relay, { batch: messages }))).toMatchObject({
      status: 413,
      code: 'too_many_messages',
    });
  });

  test('another method is 405, another path 404', async () => {
    const { relay } = makeRelay();
    const get = await relay.fetch(new Request('http://relay.test/v1/batch'));
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
    expect(await errorOf(await post(relay, {}, { path: '/v1/t' }))).toMatchObject({ status: 404, code: 'not_found' });
  });
});

describe('size', () => {
  const big = (bytes: number): object =>
    track('product_viewed', { product_id: 'p', note: 'x'.repeat(bytes) }, { messageId: `big-${bytes}` });

  test('a message over 32,768 bytes is rejected by name, its neighbours are kept', async () => {
    const { relay, store } = makeRelay();
    const answer = await send(relay, [viewed('m1'), big(33_000)]);
    expect(answer.accepted).toEqual(['m1']);
    expect(answer.rejected).toMatchObject([{ messageId: 'big-33000', code: 'too_large' }]);
    expect(store.quarantined).toHaveLength(1);
  });

  test('a body over 524,288 bytes is 413, with a declared length or without', async () => {
    const { relay } = makeRelay();
    const body = JSON.stringify({ batch: [big(530_000)] });
    expect((await post(relay, body, { headers: { 'content-length': String(body.length) } })).status).toBe(413);
    expect((await post(relay, body)).status).toBe(413);
  });

  test('a stream is left at the cap, not read to its end', async () => {
    const { relay } = makeRelay();
    let pulled = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    const init = { method: 'POST', body: stream, duplex: 'half' } as RequestInit; // duplex is not in the DOM's types
    const response = await relay.fetch(new Request(`http://relay.test/v1/batch?writeKey=${WRITE_KEY}`, init));
    expect(response.status).toBe(413);
    expect(pulled).toBeLessThan(1_000_000);
  });
});

describe('gzip', () => {
  test('is known by its first bytes, with or without a header', async () => {
    const { relay } = makeRelay();
    const body = gzipSync(JSON.stringify({ batch: [viewed('m1')] }));
    expect((await answerOf(await post(relay, new Uint8Array(body)))).accepted).toEqual(['m1']);
    expect(
      (await answerOf(await post(relay, new Uint8Array(body), { headers: { 'content-encoding': 'gzip' } }))).duplicates,
    ).toEqual(['m1']);
  });

  test('a bomb of 100 MB is 413 by its inflated size', async () => {
    const bomb = gzipSync(Buffer.alloc(100_000_000, ' '));
    expect(bomb.length).toBeLessThan(200_000);
    expect(await errorOf(await post(makeRelay().relay, new Uint8Array(bomb)))).toMatchObject({
      status: 413,
      code: 'body_too_large',
    });
  });

  test('a broken one is 400', async () => {
    const broken = new Uint8Array(gzipSync('{}').subarray(0, 12));
    expect(await errorOf(await post(makeRelay().relay, broken))).toMatchObject({ status: 400, code: 'invalid_body' });
  });
});

describe('hostile content', () => {
  test('prototype keys are stripped at every depth and pollute nothing', async () => {
    const { relay, store } = makeRelay();
    const message = `{"type":"track","event":"product_viewed","messageId":"m1","anonymousId":"a",
      "__proto__":{"polluted":1},"properties":{"product_id":"p","constructor":{"prototype":{"polluted":1}},"x":[{"__proto__":{"polluted":1},"ok":1}]}}`;
    expect((await answerOf(await post(relay, `{"__proto__":{"polluted":1},"batch":[${message}]}`))).accepted).toEqual([
      'm1',
    ]);
    expect(JSON.stringify(store.messages)).not.toMatch(/polluted|__proto__|constructor/);
    expect(store.messages[0]?.message).toMatchObject({ properties: { product_id: 'p', x: [{ ok: 1 }] } });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('what only the relay may say is stripped', async () => {
    const { relay, store } = makeRelay();
    await send(relay, [
      viewed('m1', {
        receivedAt: '1999-01-01',
        request_ip: '1.2.3.4',
        context: { request_ip: '1.2.3.4', receivedAt: 1, locale: 'de' },
      }),
    ]);
    expect(store.messages[0]?.message.context).toEqual({ locale: 'de' });
    expect(JSON.stringify(store.messages)).not.toMatch(/request_ip|1999/);
  });

  const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

  test('a message that nests too deep is rejected by name, its neighbours are kept', async () => {
    const { relay, store } = makeRelay();
    const deep = nested(50);
    const body = `{"batch":[{"type":"track","event":"x","messageId":"m1","anonymousId":"a","properties":{"deep":${deep}}},${deep}]}`;
    const { rejected } = await answerOf(await post(relay, body));
    expect(rejected.map(({ code }) => code)).toEqual(['invalid_message', 'invalid_message']);
    expect(store.quarantined).toHaveLength(2);
  });

  test.each([
    ['a depth of 100,000', nested(100_000), 400, 'too_deep'],
    ['a depth of 100,000 in place of the batch', `{"batch":${nested(100_000)}}`, 400, 'too_deep'],
    ['250,000 values', `{"batch":[{"a":[${'0,'.repeat(250_000)}0]}]}`, 413, 'too_many_values'],
  ])('%s is refused before it is parsed', async (_, body, status, code) => {
    const { relay } = makeRelay();
    const response = await post(relay, body);
    expect([response.status, await response.json()]).toMatchObject([status, { error: { code } }]);
  });

  test('brackets and commas within texts count for nothing', async () => {
    const { relay } = makeRelay();
    const name = `${'[{'.repeat(500)}\\"${','.repeat(500)}\\\\`;
    const batch = `{"batch":[{"type":"track","event":"quiz_done","messageId":"m1","anonymousId":"a","properties":{"name":"${name}"}}]}`;
    expect((await answerOf(await post(relay, batch))).accepted).toEqual(['m1']);
  });

  test('a message with more than 5,000 values is rejected by name', async () => {
    const { relay } = makeRelay();
    const many = track('quiz_done', { all: Array.from({ length: 6_000 }, () => 0) }, { messageId: 'many' });
    const { accepted, rejected } = await send(relay, [many, track('quiz_done', {}, { messageId: 'few' })]);
    expect(accepted).toEqual(['few']);
    expect(rejected).toMatchObject([{ messageId: 'many', code: 'too_large' }]);
  });

  test('NUL and lone surrogates become the replacement character', async () => {
    const { relay, store } = makeRelay();
    await post(
      relay,
      '{"batch":[{"type":"page","messageId":"m1","anonymousId":"a\\u0000b","properties":{"url":"\\ud83d","title":"\\ud83d\\ude00"}}]}',
    );
    expect(store.messages[0]?.message).toMatchObject({
      anonymousId: 'a\uFFFDb',
      properties: { url: '\uFFFD', title: '😀' },
    });
  });

  test("the secret of Shopify's cart ids is cut off wherever it stands", async () => {
    const { relay, store } = makeRelay();
    const cart_id = 'gid://shopify/Cart/c1?key=s3cret';
    const cart = { cart_id, items: [], added: [], note: { cart_id: 'c1?key=s3cret', link: cart_id } };
    await send(relay, [track('added_to_cart', cart), track('removed_from_cart', { cart_id })]);
    expect(store.messages[0]?.message).toMatchObject({
      properties: { cart_id: 'c1', note: { cart_id: 'c1', link: 'c1' } },
    });
    expect(JSON.stringify([store.messages, store.quarantined])).not.toContain('s3cret');
  });
});
