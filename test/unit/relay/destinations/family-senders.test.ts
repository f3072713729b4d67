import { describe, expect, it } from 'vitest';
import { createCustomerioDouble } from '../../../doubles/customerio/index.ts';
import { createPipelinesDouble } from '../../../doubles/pipelines/index.ts';
import { createRudderstackDouble } from '../../../doubles/rudderstack/index.ts';
import { customerioPipelines } from '../../../../src/relay/destinations/customerio-pipelines/customerio-pipelines.ts';
import { rudderstack } from '../../../../src/relay/destinations/rudderstack/rudderstack.ts';
import { segmentCompatible } from '../../../../src/relay/destinations/segment-compatible/segment-compatible.ts';
import type { Fetch } from '../../../../src/relay/destinations/sending/call.ts';
import { START } from '../store/new-message.ts';
import { deliver, personLane, statuses, storedMessage, storedTrack, visitorLane } from './lanes.ts';

const now = (): number => START;
const via =
  (double: { readonly fetch: (request: Request) => Promise<Response> }): Fetch =>
  (url, init) =>
    double.fetch(new Request(url, init));

type Options = Partial<Parameters<typeof customerioPipelines>[0]>;

const startPipelines = (options: Options = {}) => {
  const double = createPipelinesDouble({ apiKey: 'key', now });
  return { double, destination: customerioPipelines({ apiKey: 'key', region: 'eu', fetch: via(double), ...options }) };
};

const startRudderstack = (options: Partial<Parameters<typeof rudderstack>[0]> = {}) => {
  const customerio = createCustomerioDouble({ siteId: 's', apiKey: 'k', now });
  const behind = { double: customerio, siteId: 's', apiKey: 'k', region: 'us' } as const;
  const double = createRudderstackDouble({ writeKey: 'key', customerio: behind, now });
  const settings = { dataPlaneUrl: 'https://data.example/', writeKey: 'key', fetch: via(double), ...options };
  return { double, customerio, destination: rudderstack(settings) };
};

describe('Customer.io Pipelines', () => {
  it('gets the person first, then the events in order, in strict mode, at the region of the workspace', async () => {
    const { double, destination } = startPipelines();
    const lane = personLane([storedTrack(1, 'added_to_cart', { cart_id: 'c1' }), storedTrack(2, 'cart_viewed')]);
    expect(statuses(await deliver(destination, lane))).toEqual(['ok', 'ok']);
    expect(double.messages().map(({ type, userId, anonymousId }) => [type, userId, anonymousId])).toEqual([
      ['identify', 'a@x.co', undefined],
      ['track', 'a@x.co', undefined],
      ['track', 'a@x.co', undefined],
    ]);
    expect(double.requests().map(({ path }) => path)).toEqual(['/v1/batch', '/v1/batch']);
    expect(double.violations()).toEqual([]);
  });

  it('addresses a person by the id that is accepted, and by a new one from the next delivery on', async () => {
    const { double, destination } = startPipelines();
    const first = await deliver(destination, personLane([storedTrack(1, 'a')]));
    const gained = personLane([storedTrack(2, 'b')], { userId: 'u1', version: 2 });
    const lane = { ...gained, deliveredVersion: 1, memory: first.person?.memory ?? {} };
    const second = await deliver(destination, lane);
    await deliver(destination, {
      ...lane,
      deliveredVersion: 2,
      memory: second.person?.memory ?? {},
      messages: [storedTrack(3, 'c')],
    });
    expect(double.messages().map(({ type, userId }) => [type, userId])).toEqual([
      ['identify', 'a@x.co'],
      ['track', 'a@x.co'],
      ['identify', 'u1'],
      ['track', 'a@x.co'],
      ['track', 'u1'],
    ]);
  });

  it('never gets a command that an event spells, and the others get through', async () => {
    const { double, destination } = startPipelines();
    const result = await deliver(destination, personLane([storedTrack(1, 'User Deleted'), storedTrack(2, 'fine')]));
    expect(statuses(result)).toEqual(['reject', 'ok']);
    expect(double.commands()).toEqual([]);
  });

  it('has the culprit of a refused batch found by halving', async () => {
    const { double, destination } = startPipelines();
    double.inject({ status: 400, when: ({ body }) => JSON.stringify(body).includes('culprit') });
    const messages = ['a', 'b', 'culprit', 'c'].map((event, index) => storedTrack(index, event));
    expect(statuses(await deliver(destination, personLane(messages)))).toEqual(['ok', 'ok', 'reject', 'ok']);
  });

  it('says that a person of nothing but a phone number cannot be addressed', async () => {
    const { double, destination } = startPipelines();
    const { email: _email, ...person } = personLane([]).person;
    const lane = { ...personLane([storedTrack(1, 'a')]), person: { ...person, phone: '+4915112345678' } };
    const result = await deliver(destination, lane);
    expect(result.messages).toMatchObject([
      { verdict: { status: 'reject', reason: /neither a customer id nor an email/ } },
    ]);
    expect(double.requests()).toEqual([]);
  });

  it('gets unknown visitors at once when it forwards, and joins each of them to one person only', async () => {
    const { double, destination } = startPipelines({ anonymous: 'forward' });
    await deliver(destination, visitorLane([storedTrack(1, 'product_viewed')]));
    const known = await deliver(destination, personLane([storedTrack(2, 'cart_viewed')]));
    await deliver(destination, {
      ...personLane([storedTrack(3, 'x')]),
      deliveredVersion: 1,
      memory: known.person?.memory ?? {},
    });
    await deliver(destination, { ...personLane([storedTrack(4, 'y')], { id: 'p2', email: 'b@x.co' }), lane: 'p2' });
    expect(double.messages().map(({ type, userId, anonymousId }) => [type, userId, anonymousId])).toEqual([
      ['track', undefined, 'v1'],
      ['identify', 'a@x.co', 'v1'],
      ['track', 'a@x.co', 'v1'],
      ['track', 'a@x.co', 'v1'],
      ['identify', 'b@x.co', undefined],
      ['track', 'b@x.co', 'v1'],
    ]);
    expect(double.violations()).toEqual([]);
  });

  it('sends smaller requests while large ones are not answered, and grows again', async () => {
    const { double, destination } = startPipelines();
    const isLarge = (body: unknown): boolean => (body as { batch: unknown[] }).batch.length > 3;
    double.inject({ kind: 'reset-before-processing', when: ({ body }) => isLarge(body) });
    const messages = Array.from({ length: 10 }, (_, index) => storedTrack(index, `e${index}`));
    let rest = { ...personLane(messages), deliveredVersion: 1 };
    for (let round = 0; round < 20 && rest.messages.length > 0; round += 1) {
      const result = await deliver(destination, rest);
      const done = result.messages.filter(({ verdict }) => verdict.status === 'ok').length;
      rest = { ...rest, messages: rest.messages.slice(done) };
    }
    expect(rest.messages).toEqual([]);
    expect(double.messages()).toHaveLength(10);
  });
});

describe('RudderStack', () => {
  it('gets one visitor a request, named in the header, in the order in which it happened', async () => {
    const { double, destination, customerio } = startRudderstack();
    const messages = [
      storedTrack(1, 'a', {}, 'v1'),
      storedTrack(2, 'b', {}, 'v1'),
      storedTrack(3, 'c', {}, 'v2'),
      storedMessage(4, { type: 'track', event: 'd', properties: {} }),
      storedTrack(5, 'e', {}, 'v1'),
    ];
    expect(statuses(await deliver(destination, personLane(messages)))).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(double.requests().map(({ body }) => (body as { batch: unknown[] }).batch.length)).toEqual([1, 2, 1, 1, 1]);
    expect(double.events().map(({ body }) => body['event'])).toEqual([undefined, 'a', 'b', 'c', 'd', 'e']);
    expect(double.violations()).toEqual([]);
    expect(customerio.violations()).toEqual([]);
    expect(customerio.person('a@x.co')?.timeline.map(({ name }) => name)).toEqual(expect.arrayContaining(['a', 'e']));
  });

  it('keeps what was forwarded apart from persons, whatever its properties say', async () => {
    const { double, destination, customerio } = startRudderstack({ anonymous: 'forward' });
    const properties = { email: 'victim@x.co', userId: 'u1' };
    await deliver(destination, visitorLane([storedTrack(1, 'quiz_finished', properties)]));
    expect(customerio.persons()).toEqual([]);
    expect(customerio.anonymous()).toMatchObject([{ anonymousId: 'v1' }]);
    expect(double.violations()).toEqual([]);
  });

  it('is not given a message that it would refuse the whole batch for', async () => {
    const { double, destination } = startRudderstack();
    const big = storedTrack(2, 'big', { text: 'x'.repeat(32_000) });
    const result = await deliver(destination, personLane([storedTrack(1, 'a'), big, storedTrack(3, 'b')]));
    expect(statuses(result)).toEqual(['ok', 'reject', 'ok']);
    expect(double.violations()).toEqual([]);
  });

  it('stops at the first request that fails, so that nothing overtakes it', async () => {
    const { double, destination } = startRudderstack();
    double.inject({ status: 503, when: ({ body }) => JSON.stringify(body).includes('"v2"') });
    const messages = [storedTrack(1, 'a', {}, 'v1'), storedTrack(2, 'b', {}, 'v2'), storedTrack(3, 'c', {}, 'v1')];
    expect(statuses(await deliver(destination, personLane(messages)))).toEqual(['ok', 'retry']);
  });
});

describe('a Segment-compatible endpoint', () => {
  it('may name what it rejects, as a relay does; the others were taken', async () => {
    const bodies: { batch: { messageId: string }[]; sentAt: string }[] = [];
    const destination = segmentCompatible({
      endpoint: 'https://other.example/v1/batch',
      writeKey: 'key',
      fetch: (url, init) => {
        expect([url, new Headers(init.headers).get('authorization')]).toEqual([
          'https://other.example/v1/batch',
          `Basic ${btoa('key:')}`,
        ]);
        const body = JSON.parse(init.body as string) as (typeof bodies)[number]; // written by the destination
        bodies.push(body);
        const rejected = bodies.length === 2 ? [{ messageId: body.batch[1]?.messageId, message: 'no cart_id' }] : [];
        return Promise.resolve(Response.json({ rejected }));
      },
    });
    const result = await deliver(destination, personLane([storedTrack(1, 'a'), storedTrack(2, 'b')]));
    expect(result.messages.map(({ verdict }) => verdict)).toEqual([
      { status: 'ok' },
      { status: 'reject', reason: 'the endpoint rejected it: no cart_id' },
    ]);
    expect(bodies[0]?.sentAt).toBe(new Date(START).toISOString());
  });
});

const faults = [
  [{ status: 408 }, 'retry'],
  [{ status: 429, retryAfter: 7 }, 'retry'],
  [{ status: 500 }, 'retry'],
  [{ status: 502 }, 'retry'],
  [{ status: 503 }, 'retry'],
  [{ status: 504 }, 'retry'],
  [{ kind: 'reset-before-processing' }, 'retry'],
  [{ kind: 'reset-after-processing' }, 'retry'],
  [{ kind: 'truncated-body' }, 'retry'],
  [{ status: 400 }, 'reject'],
  [{ status: 404 }, 'reject'],
  [{ status: 413 }, 'reject'],
  [{ status: 422 }, 'reject'],
  [{ status: 401 }, 'paused'],
  [{ status: 403 }, 'paused'],
  [{ kind: 'redirect', location: 'https://elsewhere.example' }, 'paused'],
] as const;

describe.each([
  ['Customer.io Pipelines', startPipelines],
  ['RudderStack', startRudderstack],
] as const)('a fault at %s', (_name, start) => {
  it.each(faults)('%o ends in %s', async (fault, verdict) => {
    const { double, destination } = start();
    double.inject(fault);
    const outcome = (await deliver(destination, personLane([storedTrack(1, 'a')]))).person?.verdict;
    expect(outcome?.status).toBe(verdict);
    if ('retryAfter' in fault) expect(outcome).toMatchObject({ afterMs: 7_000 });
  });

  it('is met under the same ids when the answer was lost, so that a destination that dedupes has it once', async () => {
    const { double, destination } = start();
    const lane = { ...personLane([storedTrack(1, 'once')]), deliveredVersion: 1 };
    double.inject({ kind: 'reset-after-processing', times: 1 });
    expect(statuses(await deliver(destination, lane))).toEqual(['retry']);
    expect(statuses(await deliver(destination, lane))).toEqual(['ok']);
    const ids = double
      .requests()
      .flatMap(({ body }) => (body as { batch: { messageId: string }[] }).batch.map(({ messageId }) => messageId));
    expect(new Set(ids).size).toBe(1);
  });
});
