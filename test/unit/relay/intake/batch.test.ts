import { describe, expect, test } from 'vitest';
import { answerOf, makeRelay, NOW, post, send, SERVER_KEY, track, viewed, WRITE_KEY } from './relay-fixture.ts';

describe('POST /v1/batch', () => {
  test('accepts good messages and names each once', async () => {
    const { relay, store } = makeRelay();
    const response = await post(relay, { sentAt: '2026-11-22T10:00:05Z', batch: [viewed('m1'), viewed('m2')] });
    expect(response.status).toBe(200);
    expect(await answerOf(response)).toEqual({ accepted: ['m1', 'm2'], duplicates: [], rejected: [] });
    expect(store.messages.map(({ messageId, source, trusted }) => [messageId, source, trusted])).toEqual([
      ['m1', 'browser', false],
      ['m2', 'browser', false],
    ]);
  });

  test('keeps the good ones of a mixed batch and quarantines the others whole, with the reason', async () => {
    const { relay, store } = makeRelay();
    const wrong = track('added_to_cart', { items: [], added: [] }, { messageId: 'bad' });
    const answer = await send(relay, [viewed('good'), wrong, 'no message at all']);
    expect(answer.accepted).toEqual(['good']);
    expect(answer.rejected).toMatchObject([
      { messageId: 'bad', index: 1, code: 'missing_property', path: '/properties/cart_id' },
      { index: 2, code: 'invalid_message' },
    ]);
    expect(answer.rejected[0]?.message).toContain('cart_id: a non-empty string; it came without');
    expect(store.quarantined[0]).toMatchObject({
      messageId: 'bad',
      body: { event: 'added_to_cart', properties: { items: [] } },
      receivedAt: NOW,
    });
    expect(store.quarantined[1]?.body).toBe('no message at all');
  });

  test('answers a repetition as a duplicate, and so a conflict', async () => {
    const { relay, store } = makeRelay();
    await send(relay, [viewed('m1')]);
    const conflict = track('product_viewed', { product_id: 'another' }, { messageId: 'm1' });
    expect(await send(relay, [viewed('m1')])).toMatchObject({ accepted: [], duplicates: ['m1'] });
    expect(await send(relay, [conflict])).toMatchObject({ accepted: [], duplicates: ['m1'] });
    expect(store.messages).toHaveLength(1);
    expect((await store.stats()).conflicts).toBe(1);
  });

  test('takes another sentAt for the same message: an attempt, not a conflict', async () => {
    const { relay, store } = makeRelay();
    await send(relay, [viewed('m1', { sentAt: '2026-11-22T10:00:05Z' })]);
    await send(relay, [viewed('m1', { sentAt: '2026-11-22T10:00:09Z' })]);
    expect(await store.stats()).toMatchObject({ duplicates: 1, conflicts: 0 });
  });

  test('derives a missing messageId from source and body, so that a repetition is one', async () => {
    const { relay } = makeRelay();
    const anonymous = track('product_viewed', { product_id: 'p1' }, { messageId: undefined });
    const [first] = (await send(relay, [anonymous])).accepted;
    expect(first).toMatch(/^h_[0-9a-f]{32}$/);
    expect((await send(relay, [anonymous])).duplicates).toEqual([first]);
    expect((await send(relay, [anonymous], { key: SERVER_KEY })).accepted).not.toContain(first);
  });

  test('keeps foreign ids as they came', async () => {
    const { relay } = makeRelay();
    expect((await send(relay, [viewed('ajs-next-1699-abc/Ü')])).accepted).toEqual(['ajs-next-1699-abc/Ü']);
  });

  test('names a message whose id is unusable by a derived one', async () => {
    const { relay } = makeRelay();
    const { rejected } = await send(relay, [viewed('x'.repeat(151)), { ...viewed('y'), messageId: 7 }]);
    expect(rejected.map(({ messageId, path }) => [messageId?.slice(0, 2), path])).toEqual([
      ['h_', '/messageId'],
      ['h_', '/messageId'],
    ]);
  });

  test('takes one message at /v1/track, /v1/identify and /v1/page, the key in the body', async () => {
    const { relay, store } = makeRelay();
    const one = (path: string, body: object): Promise<Response> =>
      post(relay, { writeKey: WRITE_KEY, anonymousId: 'a-1', ...body }, { path, key: null });
    expect(
      (await answerOf(await one('/v1/track', { event: 'product_viewed', properties: { product_id: 'p' } }))).accepted,
    ).toHaveLength(1);
    expect((await answerOf(await one('/v1/identify', { traits: { email: 'a@b.example' } }))).accepted).toHaveLength(1);
    expect(
      (await answerOf(await one('/v1/page', { properties: { url: 'https://shop.example/' } }))).accepted,
    ).toHaveLength(1);
    expect(store.messages.map(({ message }) => message.type)).toEqual(['track', 'identify', 'page']);
    expect(JSON.stringify(store.messages)).not.toContain(WRITE_KEY);
  });

  test('takes a batch at /v1/import, group and alias, from a server', async () => {
    const { relay } = makeRelay();
    const options = { key: SERVER_KEY };
    expect(
      (await answerOf(await post(relay, { batch: [viewed('m1')] }, { ...options, path: '/v1/import' }))).accepted,
    ).toEqual(['m1']);
    expect(
      (await answerOf(await post(relay, { groupId: 'g', userId: 'u' }, { ...options, path: '/v1/group' }))).accepted,
    ).toHaveLength(1);
    expect(
      (await answerOf(await post(relay, { previousId: 'v', userId: 'u' }, { ...options, path: '/v1/alias' }))).accepted,
    ).toHaveLength(1);
  });

  test("gives a batch's context to its messages, as the Segment spec does", async () => {
    const { relay, store } = makeRelay();
    await post(relay, { batch: [viewed('m1', { context: { locale: 'de' } })], context: { locale: 'en', app: 'shop' } });
    expect(store.messages[0]?.message.context).toEqual({ locale: 'de', app: 'shop' });
  });

  test('hands on the place of a message in its tab, and what it came without', async () => {
    const { relay, store } = makeRelay();
    await send(relay, [viewed('m1', { context: { seq: ['tab-1', 4] } })]);
    expect(store.messages[0]).toMatchObject({ tab: 'tab-1', tabIndex: 4, incomplete: ['name', 'price', 'currency'] });
  });

  test('refuses a message that is about nobody', async () => {
    const { relay } = makeRelay();
    const { rejected } = await send(relay, [viewed('m1', { anonymousId: '', userId: null })]);
    expect(rejected).toMatchObject([{ messageId: 'm1', code: 'missing_property', path: '/anonymousId' }]);
  });

  test("counts a client's drop reports, and lets no unreadable one cost the batch", async () => {
    const { relay, store } = makeRelay();
    const dropped = [
      { id: 'd1', reason: 'no_room', count: 3 },
      { id: 'd2', reason: 'evil'.repeat(99), count: 1 },
      { id: 'd3' },
      null,
    ];
    const response = await post(relay, { batch: [viewed('m1')], dropped });
    expect((await answerOf(response)).accepted).toEqual(['m1']);
    expect(Object.fromEntries(store.dropped)).toEqual({ no_room: 3, other: 1 });
  });

  test('answers 503 with Retry-After when the store cannot commit, and names nothing', async () => {
    const { relay, store } = makeRelay();
    store.breakAppend(true);
    const response = await post(relay, { batch: [viewed('m1')] });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await response.json()).toMatchObject({ error: { code: 'not_stored' } });
    store.breakAppend(false);
    expect((await send(relay, [viewed('m1')])).accepted).toEqual(['m1']);
  });

  test('answers 503 once it stops, after the store was left in order', async () => {
    const { relay, store } = makeRelay();
    await relay.start();
    await relay.stop();
    const response = await post(relay, { batch: [viewed('m1')] });
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(store.calls).toEqual(['open', 'handOver', 'close']);
  });
});

test.each(['anonymousId', 'userId', 'messageId'])(
  'a blank %s is refused by name: strangers would share it',
  async (name) => {
    const { relay, store } = makeRelay();
    const batch = [viewed('m-1', { userId: 'u1', [name]: ' ' }), viewed('m-2', { userId: 'u1', [name]: '\t\u00a0' })];
    const { rejected } = await send(relay, batch);
    expect(rejected.map(({ code, path }) => [code, path])).toEqual([
      ['wrong_value', `/${name}`],
      ['wrong_value', `/${name}`],
    ]);
    expect(store.messages).toEqual([]);
  },
);
