import { createCustomerioDouble } from '../doubles/customerio/index.ts';
import { createPipelinesDouble } from '../doubles/pipelines/index.ts';
import { createRudderstackDouble } from '../doubles/rudderstack/index.ts';
import type { Fault } from '../doubles/wire/faults.ts';
import type { Violation } from '../doubles/wire/recorded.ts';
import { customerioPipelines } from '../../src/relay/destinations/customerio-pipelines/customerio-pipelines.ts';
import { customerioTrack } from '../../src/relay/destinations/customerio-track/customerio-track.ts';
import type { Destination } from '../../src/relay/destinations/destination.ts';
import type { ObjectOptions } from '../../src/relay/destinations/objects/object-types.ts';
import { rudderstack } from '../../src/relay/destinations/rudderstack/rudderstack.ts';
import type { Fetch } from '../../src/relay/destinations/sending/call.ts';
import {
  observeBehindRudderstack,
  observePipelines,
  observeRudderstack,
  observeTrack,
  type Exchange,
} from './observe.ts';
import type { Tally } from './tally.ts';

/** A destination with its stand-in in the same process. */
export interface Target {
  readonly name: string;
  readonly destination: Destination;
  readonly inject: (fault: Fault) => () => void;
  /** Ids of what arrived, each as often as it is stored. */
  readonly arrived: () => readonly string[];
  /** Looks at what is left when all was sent; counts violations. */
  readonly conclude: () => void;
}

export interface TargetOptions {
  readonly tally: Tally;
  /** Unix milliseconds. */
  readonly now: () => number;
}

const objects: ObjectOptions = {
  product: { typeId: '1' },
  variant: { typeId: '2' },
  order: { typeId: '3' },
  subscription: { typeId: '4' },
  collection: { typeId: '5' },
};

const basic = (user: string, password: string): string => `Basic ${btoa(`${user}:${password}`)}`;

/** A fetch that lets every exchange be looked at, those that break too. */
const observed =
  (double: { readonly fetch: (request: Request) => Promise<Response> }, look: (exchange: Exchange) => void): Fetch =>
  async (url, init) => {
    const request = new Request(url, init);
    const facts = {
      method: request.method,
      path: new URL(url).pathname,
      headers: new Headers(init.headers),
      text: String(init.body as string),
    };
    try {
      const response = await double.fetch(request);
      const answer = await response
        .clone()
        .text()
        .catch(() => undefined); // cut off by a fault
      look({ ...facts, status: answer === undefined ? 0 : response.status, answer: answer ?? '' });
      return response;
    } catch (error) {
      look({ ...facts, status: 0, answer: '' });
      throw error;
    }
  };

const conclude = (tally: Tally, name: string, violations: readonly Violation[]) => tally.violations(violations, name);

const trackTarget = (
  { tally, now }: TargetOptions,
  name: string,
  options: { api?: 'v1' | 'v2'; anonymous?: 'hold' | 'forward'; region?: 'us' | 'eu'; objects?: ObjectOptions },
): Target => {
  const { region = 'us' } = options;
  const double = createCustomerioDouble({
    siteId: 'site',
    apiKey: 'key',
    region,
    now,
    objectTypes: ['1', '2', '3', '4', '5'],
  });
  const fetch = observed(double, (exchange) => observeTrack(tally, exchange, basic('site', 'key')));
  const events = () => [...double.persons(), ...double.anonymous()].flatMap(({ timeline }) => timeline);
  return {
    name,
    destination: customerioTrack({ siteId: 'site', apiKey: 'key', ...options, region, fetch }),
    inject: double.inject,
    arrived: () => events().flatMap(({ id }) => id ?? []),
    conclude: () => {
      conclude(tally, name, double.violations());
      double.failures().forEach(({ message }) => tally.check(19, false, () => message));
      const joined = double.persons().flatMap(({ anonymousIds }) => anonymousIds);
      if (options.anonymous === 'forward')
        tally.check(16, new Set(joined).size === joined.length, () => 'an anonymous_id of two persons');
    },
  };
};

const pipelinesTarget = (
  { tally, now }: TargetOptions,
  name: string,
  options: { anonymous?: 'hold' | 'forward'; naming?: 'canonical' | 'segment'; objects?: ObjectOptions },
): Target => {
  const double = createPipelinesDouble({ apiKey: 'key', now });
  const fetch = observed(double, (exchange) => observePipelines(tally, exchange, basic('key', '')));
  return {
    name,
    destination: customerioPipelines({ apiKey: 'key', region: 'eu', ...options, fetch }),
    inject: double.inject,
    arrived: () =>
      double
        .messages()
        .flatMap(({ messageId, type }) => (messageId && type !== 'identify' && type !== 'group' ? messageId : [])),
    conclude: () => {
      conclude(tally, name, double.violations());
      tally.check(36, double.dropped().length === 0, () => JSON.stringify(double.dropped()[0]));
      tally.check(38, double.commands().length === 0, () => JSON.stringify(double.commands()[0]));
    },
  };
};

const rudderstackTarget = (
  { tally, now }: TargetOptions,
  name: string,
  options: { anonymous?: 'hold' | 'forward'; naming?: 'canonical' | 'segment' },
): Target => {
  const customerio = createCustomerioDouble({ siteId: 'site', apiKey: 'key', now });
  const behind = { double: customerio, siteId: 'site', apiKey: 'key', region: 'us' } as const;
  const double = createRudderstackDouble({ writeKey: 'key', customerio: behind, dedupes: true, now });
  const fetch = observed(double, (exchange) => observeRudderstack(tally, exchange, basic('key', '')));
  return {
    name,
    destination: rudderstack({ dataPlaneUrl: 'https://data.example', writeKey: 'key', ...options, fetch }),
    inject: double.inject,
    arrived: () => double.events().flatMap(({ messageId, body }) => (body['type'] === 'identify' ? [] : messageId)),
    conclude: () => {
      conclude(tally, name, double.violations());
      conclude(tally, `${name}, Customer.io behind it`, customerio.violations());
      double.sent().forEach((request) => observeBehindRudderstack(tally, request));
    },
  };
};

/** Three APIs; each round meets one form of each, in turn. */
export const createTargets = (options: TargetOptions, round: number): readonly Target[] => {
  const track = [
    () => trackTarget(options, 'Track v2, objects', { objects }),
    () => trackTarget(options, 'Track v1', { api: 'v1', region: 'eu' }),
    () => trackTarget(options, 'Track v2, forwarding', { anonymous: 'forward' }),
  ];
  const pipelines = [
    () => pipelinesTarget(options, 'Pipelines, objects', { objects }),
    () => pipelinesTarget(options, 'Pipelines, forwarding', { anonymous: 'forward', naming: 'segment' }),
  ];
  const rudder = [
    () => rudderstackTarget(options, 'RudderStack', { naming: 'segment' }),
    () => rudderstackTarget(options, 'RudderStack, forwarding', { anonymous: 'forward' }),
  ];
  return [track, pipelines, rudder].flatMap((forms) => forms[round % forms.length]?.() ?? []);
};
