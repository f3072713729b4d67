import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { createRelay } from '../../../src/relay/create-relay.ts';
import { customerioTrack } from '../../../src/relay/destinations/customerio-track/customerio-track.ts';
import { signProof } from '../../../src/relay/intake/proof.ts';
import type { LogFields, Logger } from '../../../src/relay/logger.ts';
import { createRedaction, redactLogger } from '../../../src/relay/redact.ts';
import { createSqliteStore } from '../../../src/relay/store/sqlite/sqlite-store.ts';
import type { RelayStore } from '../../../src/relay/store/store.ts';

const createLog = (): { logger: Logger; lines: string[] } => {
  const lines: string[] = [];
  const write =
    (level: string) =>
    (code: string, fields: LogFields = {}): void =>
      void lines.push(`${level} ${code} ${JSON.stringify(fields)}`);
  return { logger: { info: write('info'), warn: write('warn'), error: write('error') }, lines };
};

const person = { email: 'jane.doe@private.example', phone: '+4915112345678', first_name: 'Zyxwv' };
const secrets = {
  write: 'wk_live_of_the_bad_day',
  server: 'sk_live_of_the_bad_day',
  identity: 'identity-secret-of-the-bad-day',
  activity: 'activity-key-of-the-bad-day',
  site: 'site-id-of-the-bad-day',
  api: 'api-key-of-the-bad-day',
  cart: 'key=c4rt5ecret',
};

/** A destination that tells everything it was sent in its errors, as some do. */
const listenGossip = async (): Promise<{ url: string; close: () => Promise<void> }> => {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => {
      response.statusCode = 400;
      response.end(JSON.stringify({ meta: { error: `${request.url} ${request.headers.authorization} ${body}` } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is of this kind
  return { url: `http://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(() => resolve())) };
};

/** SQLite, which fails now and then with a message that repeats what it was given. */
const createGossipStore = (): RelayStore & { fail: (isFailing: boolean) => void } => {
  const store = createSqliteStore({ path: ':memory:' });
  let isFailing = false;
  return {
    ...store,
    fail: (failing) => void (isFailing = failing),
    append: (batch) =>
      isFailing ? Promise.reject(new Error(`UNIQUE failed: ${JSON.stringify(batch)}`)) : store.append(batch),
  };
};

describe('the log of a bad day', async () => {
  const gossip = await listenGossip();
  afterAll(gossip.close);

  test('names nobody and holds no secret', async () => {
    const { logger, lines } = createLog();
    const store = createGossipStore();
    const relay = createRelay({
      ...{
        store,
        logger,
        identitySecret: secrets.identity,
        activityKey: secrets.activity,
        limits: { perVisitor: { count: 1, burst: 9 } },
      },
      keys: [
        { key: secrets.write, kind: 'write', origins: ['https://shop.example'] },
        { key: secrets.server, kind: 'server' },
      ],
      destinations: [customerioTrack({ siteId: secrets.site, apiKey: secrets.api, region: 'us', baseUrl: gossip.url })],
    });
    const post = (body: BodyInit, key = secrets.write, headers = {}): Promise<Response> =>
      relay.fetch(new Request(`http://relay.test/v1/batch?writeKey=${key}`, { method: 'POST', body, headers }));
    const batch = (...messages: object[]): string => JSON.stringify({ batch: messages });
    const proof = await signProof(secrets.identity, { userId: person.email }, Date.now() / 1000 + 60);
    const message = (rest: object): object => ({ anonymousId: person.email, ...rest });
    const identify = message({ type: 'identify', messageId: 'i1', userId: person.email, traits: person, proof });
    const cart = { cart_id: `gid://shopify/Cart/c?${secrets.cart}`, items: [], value: 3, note: person };
    const bad = message({
      type: 'track',
      messageId: person.phone,
      event: person.email,
      properties: { price: person.phone },
    });

    expect(
      (
        await post(
          batch(identify, message({ type: 'track', messageId: 'm1', event: 'cart_viewed', properties: cart }), bad),
        )
      ).status,
    ).toBe(200);
    for (const body of [
      `{"email":"${person.email}"`,
      '[]',
      gzipSync(person.email).subarray(0, 20),
      JSON.stringify(person),
    ])
      expect((await post(body)).status).toBe(400);
    expect((await post(batch(identify), 'wk_wrong_key_of_somebody')).status).toBe(401);
    expect((await post(batch(identify), secrets.write, { origin: `https://${person.email}` })).status).toBe(403);
    expect((await post(batch(...Array.from({ length: 400 }, () => identify)))).status).toBe(429);
    store.fail(true);
    expect(
      (
        await post(
          batch(message({ type: 'track', messageId: 'm2', event: 'quiz_done', properties: person })),
          secrets.server,
        )
      ).status,
    ).toBe(503);
    store.fail(false);
    for (const path of [
      `/activity?key=${person.email}`,
      `/activity/feed.json?key=${secrets.write}`,
      `/${person.email}`,
    ])
      await relay.fetch(new Request(`http://relay.test${path}`));
    await vi.waitFor(() => expect(lines.some((line) => /delivery_failed|destination/.test(line))).toBe(true), {
      timeout: 5_000,
    });
    await relay.stop();

    const text = lines.join('\n');
    expect(lines.length).toBeGreaterThan(8);
    expect(text).toMatch(/append_failed/);
    for (const told of [
      ...Object.values(person).slice(0, 2),
      ...Object.values(secrets),
      proof,
      'wk_wrong_key_of_somebody',
    ])
      expect(text, told).not.toContain(told);
  });
});

describe('redaction', () => {
  const redact = createRedaction(['s3cret-key']);

  test.each([
    ['mail to jane.doe+x@private.example failed', 'mail to [email] failed'],
    ['<jane@private.example>, bob%40private.example', '<[email]>, [email]'],
    ['call +49 (151) 123-456 78 or 004915112345678', 'call [phone] or [phone]'],
    ['Authorization: Basic c2l0ZTprZXk=', 'Authorization: Basic [secret]'],
    ['GET /x?writeKey=wk_1&a=b', 'GET /x?writeKey=[secret]&a=b'],
    ['{"api_key":"abc","a":1}', '{"api_key":"[secret]","a":1}'],
    ['the key s3cret-key is wrong', 'the key [secret] is wrong'],
    [
      '01JD8Z9VQK0000000000000000 at 2026-11-22T10:00:00.000Z took 4711 ms',
      '01JD8Z9VQK0000000000000000 at 2026-11-22T10:00:00.000Z took 4711 ms',
    ],
  ])('%s', (text, expected) => expect(redact(text)).toBe(expected));

  test('reaches into fields, lists and errors, and leaves the rest', () => {
    const { logger, lines } = createLog();
    redactLogger(logger, redact).warn('x', { a: ['j@x.example', { b: new Error('to j@x.example') }], n: 1, ok: true });
    expect(lines).toEqual(['warn x {"a":["[email]",{"b":"to [email]"}],"n":1,"ok":true}']);
  });

  test('can be asked to leave persons in', async () => {
    const { logger, lines } = createLog();
    const store = createGossipStore();
    store.fail(true);
    const keys = [{ key: secrets.server, kind: 'server' }] as const;
    const relay = createRelay({ store, logger, keys, destinations: [], logPersonalData: true });
    const body = JSON.stringify({ batch: [{ type: 'identify', userId: 'u', traits: person }] });
    await relay.fetch(new Request(`http://relay.test/v1/batch?writeKey=${secrets.server}`, { method: 'POST', body }));
    await relay.stop();
    expect(lines.join()).toContain(person.email);
  });
});
