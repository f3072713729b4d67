import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createCustomerioDouble } from '../../../doubles/customerio/index.ts';
import { createPipelinesDouble } from '../../../doubles/pipelines/index.ts';
import { createRudderstackDouble } from '../../../doubles/rudderstack/index.ts';
import type { Fault } from '../../../doubles/wire/faults.ts';
import type { Listening } from '../../../doubles/wire/listen.ts';
import { customerioPipelines } from '../../../../src/relay/destinations/customerio-pipelines/customerio-pipelines.ts';
import { customerioTrack } from '../../../../src/relay/destinations/customerio-track/customerio-track.ts';
import type { Destination } from '../../../../src/relay/destinations/destination.ts';
import { rudderstack } from '../../../../src/relay/destinations/rudderstack/rudderstack.ts';
import { identify, track } from '../store/new-message.ts';
import { startRelay, WAIT } from './relay-under-test.ts';

interface Target {
  readonly destination: (url: string) => Destination;
  readonly double: {
    readonly inject: (fault: Fault) => () => void;
    readonly listen: () => Promise<Listening>;
    readonly violations: () => readonly unknown[];
  };
  /** Names of the events that are there, in order, repetitions under the same id once. */
  readonly events: () => readonly string[];
}

const NAMES = ['one', 'two', 'three'];
const TIMEOUT_MS = 300;
const common = { name: 'cio', timeoutMs: TIMEOUT_MS } as const;

const trackTarget = (api: 'v1' | 'v2') => (): Target => {
  const double = createCustomerioDouble({ siteId: 's', apiKey: 'k' });
  const events = (): string[] =>
    double.persons().flatMap(({ timeline }) => timeline.flatMap(({ kind, name }) => (kind === 'event' ? [name] : [])));
  const options = { siteId: 's', apiKey: 'k', region: 'us', api, ...common } as const;
  return { double, events, destination: (baseUrl) => customerioTrack({ ...options, baseUrl }) };
};

const pipelinesTarget = (): Target => {
  const double = createPipelinesDouble({ apiKey: 'k' });
  const events = (): string[] =>
    double.messages().flatMap(({ type, body }) => (type === 'track' ? [String(body['event'])] : []));
  const destination = (url: string): Destination =>
    customerioPipelines({ apiKey: 'k', region: 'us', baseUrl: `${url}/v1`, ...common });
  return { double, events, destination };
};

const rudderstackTarget = (): Target => {
  const double = createRudderstackDouble({ writeKey: 'k', dedupes: true });
  const events = (): string[] =>
    double.events().flatMap(({ body }) => (body['type'] === 'track' ? [String(body['event'])] : []));
  const destination = (dataPlaneUrl: string): Destination => rudderstack({ dataPlaneUrl, writeKey: 'k', ...common });
  return { double, events, destination };
};

const targets: readonly (readonly [string, () => Target])[] = [
  ['Customer.io Track v1', trackTarget('v1')],
  ['Customer.io Track v2', trackTarget('v2')],
  ['Customer.io Pipelines', pipelinesTarget],
  ['RudderStack', rudderstackTarget],
];

/** All faults of the conformance list, after which everything has to be there, once and in order. */
const passing: readonly Fault[] = [
  { status: 401 },
  { status: 403 },
  { status: 408 },
  { status: 425 },
  { status: 429 },
  { status: 429, retryAfter: 20 },
  { status: 500 },
  { status: 502 },
  { status: 503 },
  { status: 503, retryAfter: new Date(Date.UTC(2026, 10, 22, 10, 2)).toUTCString() },
  { status: 504 },
  { kind: 'reset-before-processing' },
  { kind: 'reset-after-processing' },
  { kind: 'slow', ms: 60_000 },
  { kind: 'truncated-body' },
  { kind: 'redirect', location: 'https://elsewhere.example/' },
];

const nameOf = (fault: Fault): string =>
  'status' in fault
    ? `${fault.status}${fault.retryAfter === undefined ? '' : ` with Retry-After: ${fault.retryAfter}`}`
    : fault.kind;

/** A person and three events, of whom the fault meets the first two requests; resolves when nothing is pending. */
const deliverThrough = async (target: Target, fault: Fault) => {
  const { url, close } = await target.double.listen();
  onTestFinished(close);
  const relay = await startRelay(target.destination(url));
  target.double.inject({ times: 2, when: ({ method }) => method !== 'GET', ...fault });
  await relay.accept(
    identify(0, 'v1', { email: 'a@x.co' }),
    ...NAMES.map((name, index) => track(index + 1, 'v1', name)),
  );
  await vi.waitFor(async () => {
    relay.advanceWhenIdle(10_000);
    const { deliveries } = await relay.store.stats();
    if (deliveries['cio']?.pending !== 0) throw new Error('something is pending');
  }, WAIT);
  return (await relay.store.stats()).deliveries['cio'];
};

describe.each(targets)('%s', (_, create) => {
  it.each(passing.map((fault) => [nameOf(fault), fault] as const))(
    'met by %s twice: everything is there once, in order, and nothing is given up',
    async (_name, fault) => {
      const target = create();
      expect(await deliverThrough(target, fault)).toMatchObject({ delivered: 4, dead: 0 });
      expect(target.events()).toEqual(NAMES);
      expect(target.double.violations()).toEqual([]);
    },
  );

  it.each([400, 404, 413, 422])(
    'met by %s twice: what was refused is a dead letter, the rest is there once',
    async (status) => {
      const target = create();
      const isEvent: Fault['when'] = ({ body }) => JSON.stringify(body ?? '').includes('two');
      const counts = await deliverThrough(target, { status, times: 9, when: isEvent });
      expect(counts).toMatchObject({ delivered: 3, dead: 1 });
      expect(target.events()).toEqual(['one', 'three']);
      expect(target.double.violations()).toEqual([]);
    },
  );
});

it('Customer.io Track v2 met by a 207: what that names is a dead letter, the others are there once', async () => {
  const target = trackTarget('v2')();
  const isEvents: Fault['when'] = ({ body }) => JSON.stringify(body ?? '').includes('"two"');
  const counts = await deliverThrough(target, { kind: 'partial', items: [1], times: 1, when: isEvents });
  expect(counts).toMatchObject({ delivered: 3, dead: 1 });
  expect(target.events()).toEqual(['one', 'three']);
});
