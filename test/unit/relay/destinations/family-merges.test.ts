import { describe, expect, it } from 'vitest';
import { createCustomerioDouble } from '../../../doubles/customerio/index.ts';
import { createPipelinesDouble } from '../../../doubles/pipelines/index.ts';
import { createRudderstackDouble } from '../../../doubles/rudderstack/index.ts';
import { serve } from '../../../doubles/wire/serve.ts';
import { customerioPipelines } from '../../../../src/relay/destinations/customerio-pipelines/customerio-pipelines.ts';
import { rudderstack } from '../../../../src/relay/destinations/rudderstack/rudderstack.ts';
import type { Fetch } from '../../../../src/relay/destinations/sending/call.ts';
import { webhook } from '../../../../src/relay/destinations/webhook/webhook.ts';
import type { DestinationMemory, Lane, Person } from '../../../../src/relay/store/store.ts';
import { START } from '../store/new-message.ts';
import { deliver, personLane, statuses, storedTrack } from './lanes.ts';

const now = (): number => START;
const via =
  (double: { readonly fetch: (request: Request) => Promise<Response> }): Fetch =>
  (url, init) =>
    double.fetch(new Request(url, init));

const startRudderstack = () => {
  const customerio = createCustomerioDouble({ siteId: 's', apiKey: 'k', now });
  const behind = { double: customerio, siteId: 's', apiKey: 'k', region: 'us' } as const;
  const double = createRudderstackDouble({ writeKey: 'key', customerio: behind, now });
  const destination = rudderstack({ dataPlaneUrl: 'https://data.example', writeKey: 'key', fetch: via(double) });
  return { double, customerio, destination };
};

/** A lane of somebody whom the destination knows; `earlier` is what it knows of one who was merged into them. */
const laneOf = (
  event: string,
  person: Partial<Person>,
  memory: DestinationMemory,
  earlier?: DestinationMemory,
): Lane => ({
  ...personLane([storedTrack(2, event)], { version: 2, ...person }),
  deliveredVersion: 1,
  memory,
  ...(earlier && { absorbed: [{ lane: 'p2', memory: earlier }] }),
});

describe('a merge of two persons', () => {
  it('is an alias at RudderStack, before anything else is said of the person', async () => {
    const { double, customerio, destination } = startRudderstack();
    const one = await deliver(destination, personLane([storedTrack(1, 'one', {}, 'v1')], { email: 'b@x.co' }));
    const two = await deliver(
      destination,
      personLane([storedTrack(1, 'two', {}, 'v2')], { id: 'p2', email: 'a@x.co' }),
    );
    const lane = laneOf('three', { email: 'b@x.co' }, one.person?.memory ?? {}, two.person?.memory ?? {});
    const result = await deliver(destination, lane);
    expect(statuses(result)).toEqual(['ok']);
    expect(result.person?.absorbed).toEqual(['p2']);
    const types = double.events().map(({ body }) => body['type']);
    expect(types).toEqual(['identify', 'track', 'identify', 'track', 'alias', 'identify', 'track']);
    expect(double.events()[4]?.body).toMatchObject({ userId: 'b@x.co', previousId: 'a@x.co' });
    expect(customerio.persons()).toHaveLength(1);
    expect(double.violations()).toEqual([]);
  });

  it('has the same id at RudderStack on every attempt', async () => {
    const { double, destination } = startRudderstack();
    const lane = laneOf('three', { email: 'b@x.co' }, { userId: 'b@x.co' }, { userId: 'a@x.co' });
    await deliver(destination, lane);
    await deliver(destination, lane);
    const ids = double.events().flatMap(({ body, messageId }) => (body['type'] === 'alias' ? [messageId] : []));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('cannot be said to Pipelines, which is told; everything else is delivered', async () => {
    const double = createPipelinesDouble({ apiKey: 'key', now });
    const destination = customerioPipelines({ apiKey: 'key', region: 'eu', fetch: via(double) });
    const result = await deliver(destination, laneOf('three', {}, { userId: 'a@x.co' }, { userId: 'b@x.co' }));
    expect(result.refusals).toEqual([expect.stringContaining('the Pipelines API merges no profiles')]);
    expect(result.person?.absorbed).toEqual(['p2']);
    expect(double.messages().map(({ type }) => type)).toEqual(['identify', 'track']);
    expect(double.violations()).toEqual([]);
  });

  it('is told to a webhook with how it knew the one who is no more', async () => {
    const bodies: unknown[] = [];
    const receiver = serve({
      now,
      api: ({ call }) => {
        bodies.push(call.body);
        return new Response('thanks');
      },
    });
    const secret = `whsec_${btoa('0123456789abcdef0123456789abcdef')}`;
    const destination = webhook({ url: 'https://crm.example', secret, fetch: via(receiver) });
    const earlier = await deliver(destination, personLane([], { id: 'p2', email: 'a@x.co' }));
    await deliver(destination, laneOf('three', { email: 'b@x.co' }, {}, earlier.person?.memory ?? {}));
    expect(bodies.slice(1)).toMatchObject([
      { type: 'person_merged', data: { person: { email: 'b@x.co' }, previous: { email: 'a@x.co' } } },
      { type: 'person_updated', data: { person: { email: 'b@x.co' } } },
      { type: 'three' },
    ]);
  });
});

describe('an address that changed before the shop’s id was known', () => {
  it('is an alias at RudderStack, and what follows goes by the new one', async () => {
    const { double, customerio, destination } = startRudderstack();
    const first = await deliver(destination, personLane([storedTrack(1, 'one')], { email: 'a@x.co' }));
    const moved = laneOf('two', { email: 'b@x.co' }, first.person?.memory ?? {});
    await deliver(destination, moved);
    expect(double.events().map(({ body }) => [body['type'], body['userId']])).toEqual([
      ['identify', 'a@x.co'],
      ['track', 'a@x.co'],
      ['identify', 'b@x.co'],
      ['alias', 'b@x.co'],
      ['track', 'b@x.co'],
    ]);
    expect(customerio.persons()).toMatchObject([{ email: 'b@x.co' }]);
    expect(double.violations()).toEqual([]);
  });
});
