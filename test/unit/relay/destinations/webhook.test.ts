import { createHmac } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serve } from '../../../doubles/wire/serve.ts';
import { isPublicAddress } from '../../../../src/relay/destinations/webhook/addresses.ts';
import { createGuardedFetch } from '../../../../src/relay/destinations/webhook/guarded-fetch.ts';
import { createSigner } from '../../../../src/relay/destinations/webhook/sign.ts';
import { webhook } from '../../../../src/relay/destinations/webhook/webhook.ts';
import { START } from '../store/new-message.ts';
import { deliver, personLane, statuses, storedTrack, visitorLane } from './lanes.ts';

const SECRET = `whsec_${btoa('0123456789abcdef0123456789abcdef')}`;

const startReceiver = async (options: Partial<Parameters<typeof webhook>[0]> = {}) => {
  const heads: Headers[] = [];
  const bodies: string[] = [];
  const receiver = serve({
    now: () => START,
    api: ({ headers, text }) => {
      heads.push(headers);
      bodies.push(text);
      return new Response('thanks');
    },
  });
  const { url, close } = await receiver.listen();
  onTestFinished(close);
  const destination = webhook({ url: `${url}/hook`, secret: SECRET, allowPrivateAddresses: true, ...options });
  return { receiver, destination, url, heads, bodies };
};

describe('the signature', () => {
  it('is that of Standard Webhooks, as its own example has it', async () => {
    const sign = createSigner(['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw']);
    const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1_614_265_330, body: '{"test": 2432232314}' };
    expect(await sign(message)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('is made once for each secret while one replaces the other', async () => {
    const sign = createSigner([SECRET, `whsec_${btoa('another secret of enough bytes')}`]);
    expect(await sign({ id: 'a', timestamp: 1, body: '' })).toMatch(/^v1,\S{44} v1,\S{44}$/);
  });

  it.each(['secret', 'whsec_short', 'whsec_***'])('cannot be made with %s', (secret) => {
    expect(() => webhook({ url: 'https://x.example', secret })).toThrow(
      /webhook: secret: a text of \d+ characters came/,
    );
  });
});

describe('a webhook', () => {
  it('says what happened and to whom, one message a request, in order, signed', async () => {
    const { destination, heads, bodies } = await startReceiver();
    const lane = personLane([storedTrack(1, 'added_to_cart', { cart_id: 'c1' }), storedTrack(2, 'cart_viewed')]);
    expect(statuses(await deliver(destination, lane))).toEqual(['ok', 'ok']);
    expect(bodies.map((body) => JSON.parse(body) as unknown)).toMatchObject([
      { type: 'person_updated', data: { person: { email: 'a@x.co', attributes: {} } } },
      {
        type: 'added_to_cart',
        timestamp: new Date(START + 1).toISOString(),
        data: { anonymousId: 'v1', person: { email: 'a@x.co' }, message: { properties: { cart_id: 'c1' } } },
      },
      { type: 'cart_viewed' },
    ]);
    heads.forEach((head, index) => {
      const [id, timestamp] = [head.get('webhook-id') ?? '', head.get('webhook-timestamp') ?? ''];
      const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64');
      const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${bodies[index]}`).digest('base64');
      expect(head.get('webhook-signature')).toBe(`v1,${signature}`);
      expect(timestamp).toBe(String(START / 1000));
    });
    expect(new Set(heads.map((head) => head.get('webhook-id'))).size).toBe(3);
  });

  it('keeps its id when it is sent again, and stops at what has to be', async () => {
    const { destination, receiver, heads } = await startReceiver();
    const lane = { ...personLane([storedTrack(1, 'a'), storedTrack(2, 'b')]), deliveredVersion: 1 };
    receiver.inject({ kind: 'reset-after-processing', times: 1 });
    expect(statuses(await deliver(destination, lane))).toEqual(['retry']);
    expect(statuses(await deliver(destination, lane))).toEqual(['ok', 'ok']);
    expect(heads[0]?.get('webhook-id')).toBe(heads[1]?.get('webhook-id'));
  });

  it('of an unknown visitor names nobody, not even whom the page claims', async () => {
    const { destination, bodies } = await startReceiver({ anonymous: 'forward' });
    const stored = storedTrack(1, 'a');
    await deliver(destination, visitorLane([{ ...stored, message: { ...stored.message, userId: 'claimed' } }]));
    expect(bodies).toHaveLength(1);
    expect(bodies[0]).not.toContain('claimed');
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ type: 'a', data: { anonymousId: 'v1' } });
  });

  it.each([
    [{ status: 500 }, 'retry'],
    [{ status: 429, retryAfter: 3 }, 'retry'],
    [{ status: 400 }, 'reject'],
    [{ status: 404 }, 'reject'],
    [{ status: 410 }, 'paused'],
    [{ status: 401 }, 'paused'],
    [{ kind: 'redirect', location: 'http://169.254.169.254/' }, 'paused'],
    [{ kind: 'truncated-body' }, 'retry'],
  ] as const)('met by %o ends in %s', async (fault, verdict) => {
    const { destination, receiver } = await startReceiver();
    receiver.inject(fault);
    const lane = { ...personLane([storedTrack(1, 'a')]), deliveredVersion: 1 };
    expect(statuses(await deliver(destination, lane))).toEqual([verdict]);
    expect(receiver.requests()).toHaveLength(1);
  });

  it('is retried when the receiver takes longer than the time-out', async () => {
    const { destination, receiver } = await startReceiver({ timeoutMs: 100 });
    receiver.inject({ kind: 'slow', ms: 2_000 });
    const lane = { ...personLane([storedTrack(1, 'a')]), deliveredVersion: 1 };
    expect(statuses(await deliver(destination, lane))).toEqual(['retry']);
  });
});

describe('addresses', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'fd00::1',
    'fe80::1',
    'ff02::1',
    'localhost',
    '',
  ])('%s is not public', (address) => expect(isPublicAddress(address)).toBe(false));

  it.each(['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '::ffff:1.1.1.1'])('%s is', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );
});

describe('a webhook to an address that somebody else chose', () => {
  const lane = { ...personLane([storedTrack(1, 'a')]), deliveredVersion: 1 };

  it.each(['127.0.0.1', '[::1]', '169.254.169.254', '2130706433', '0x7f.1', 'localhost'])(
    'is not sent to %s, and the destination is paused with the reason',
    async (host) => {
      const { url, receiver } = await startReceiver();
      const target = `https://${host}:${new URL(url).port}/hook`;
      const [message] = (await deliver(webhook({ url: target, secret: SECRET }), lane)).messages;
      expect(message?.verdict).toMatchObject({
        status: 'paused',
        reason: /not a public address.*allowPrivateAddresses/,
      });
      expect(receiver.requests()).toEqual([]);
    },
  );

  it('is connected to the very address that was judged, asked for once', async () => {
    const { url, receiver } = await startReceiver();
    let asked = 0;
    const rebinding = createGuardedFetch({
      resolve: (_name, callback) => {
        asked += 1;
        callback(null, [{ address: asked === 1 ? '203.0.113.1' : '127.0.0.1', family: 4 }]);
      },
    });
    await expect(rebinding(`http://rebind.example:${new URL(url).port}/`, { method: 'POST' })).rejects.toThrow(
      '203.0.113.1',
    );
    expect(asked).toBe(1);
    expect(receiver.requests()).toEqual([]);
  });

  it('is not sent where one of several addresses is private', async () => {
    const mixed = createGuardedFetch({
      resolve: (_name, callback) =>
        callback(null, [
          { address: '1.1.1.1', family: 4 },
          { address: '10.0.0.1', family: 4 },
        ]),
    });
    await expect(mixed('https://mixed.example/', {})).rejects.toThrow(/mixed.example is 10.0.0.1/);
  });

  it('says so when a name has no address', async () => {
    const none = createGuardedFetch({ resolve: (_name, callback) => callback(null, []) });
    await expect(none('https://none.example/', {})).rejects.toThrow('none.example has no address');
  });

  it.each(['http://x.example/', 'ftp://x.example/', 'x.example'])('%s is no address for it', (url) => {
    expect(() => webhook({ url, secret: SECRET })).toThrow(/expected an https address/);
  });
});
