import { onTestFinished, vi } from 'vitest';
import { createRelay, type Relay, type RelayOptions } from '../../../../src/relay/create-relay.ts';
import {
  customerioTrack,
  type CustomerioTrackOptions,
} from '../../../../src/relay/destinations/customerio-track/customerio-track.ts';
import { signProof } from '../../../../src/relay/intake/proof.ts';
import { createSqliteStore } from '../../../../src/relay/store/sqlite/sqlite-store.ts';
import type { FeedEntry, RelayStore } from '../../../../src/relay/store/store.ts';
import type { Answer } from '../../../../src/schema.ts';
import {
  createCustomerioDouble,
  type CustomerioDouble,
  type TimelineEntry,
} from '../../../doubles/customerio/index.ts';
import { item, START } from '../store/new-message.ts';
import { newPath } from '../store/sqlite-files.ts';

const CREDENTIALS = { siteId: 'site', apiKey: 'key' };
const IDENTITY_SECRET = 'a secret of sixteen';
const DAY_MS = 86_400_000;

type Fields = Record<string, unknown>;

/** What a page or a server says, `at` milliseconds after the start. */
export interface Said extends Fields {
  readonly at: number;
}

export interface SendOptions {
  readonly path?: string;
  readonly headers?: Record<string, string>;
}

/** A shop with a relay over HTTP, a store on disk, and Customer.io's stand-in behind it. */
export interface Shop {
  readonly double: CustomerioDouble;
  readonly store: RelayStore;
  readonly log: readonly { readonly code: string; readonly reason?: unknown }[];
  readonly page: (...messages: readonly Said[]) => Promise<Answer>;
  readonly server: (...messages: readonly Said[]) => Promise<Answer>;
  /** The relay itself, for what is no message. */
  readonly fetch: Relay['fetch'];
  readonly post: (kind: 'page' | 'server', body: Fields, options?: SendOptions) => Promise<Response>;
  /** Waits until nothing is left to deliver. */
  readonly settled: () => Promise<void>;
  /** Names of what a person did, as Customer.io has it, in order of time. */
  readonly did: (identifier: string) => readonly string[];
  readonly timeline: (identifier: string) => readonly TimelineEntry[];
  readonly feed: () => Promise<readonly FeedEntry[]>;
  /** event or type → the state of it at Customer.io, and why. */
  readonly states: (event: string) => Promise<readonly (readonly [state: string, reason: string | undefined])[]>;
  readonly advance: (ms: number) => void;
  readonly proofOf: (subject: { userId: string } | { email: string }) => Promise<string>;
}

const isoAt = (at: number): string => new Date(START + at).toISOString();
let made = 0;
const bodyOf = ({ at, ...message }: Said): Fields => ({
  messageId: `01JD${String((made += 1)).padStart(22, '0')}`,
  ...message,
  timestamp: isoAt(at),
});

const keys = [
  { key: 'wk', kind: 'write' },
  { key: 'sk', kind: 'server' },
] as const;

const createDouble = async (): Promise<{ double: CustomerioDouble; url: string }> => {
  const double = createCustomerioDouble({ ...CREDENTIALS, region: 'us', allowEmailUpdatesById: true });
  const { url, close } = await double.listen();
  onTestFinished(() => close());
  return { double, url };
};

/** Opens it; closes with the test. */
export const openShop = async (
  options: Partial<RelayOptions> = {},
  track: Partial<CustomerioTrackOptions> = {},
): Promise<Shop> => {
  const { double, url } = await createDouble();
  const store = createSqliteStore({ path: newPath() }); // the relay opens it
  const log: { code: string; reason?: unknown }[] = [];
  const note = (code: string, fields?: object): void => void log.push({ code, ...fields });
  let now = START + DAY_MS;
  const relay: Relay = createRelay({
    store,
    destinations: [customerioTrack({ ...CREDENTIALS, region: 'us', baseUrl: url, settleMs: 0, ...track })],
    keys,
    identitySecret: IDENTITY_SECRET,
    logger: { info: note, warn: note, error: note },
    now: () => now,
    ...options,
  });
  await relay.start();
  onTestFinished(() => relay.stop());

  const post: Shop['post'] = (kind, body, { path = '/v1/batch', headers = {} } = {}) =>
    relay.fetch(
      new Request(`https://shop.example${path}?writeKey=${kind === 'page' ? 'wk' : 'sk'}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers,
      }),
    );
  const send = async (kind: 'page' | 'server', messages: readonly Said[]): Promise<Answer> =>
    (await (await post(kind, { batch: messages.map(bodyOf) })).json()) as Answer;
  const feed = (): Promise<readonly FeedEntry[]> => store.feed({ since: 0, limit: 10_000 });
  const timeline: Shop['timeline'] = (identifier) =>
    double
      .person(identifier)
      ?.timeline.filter(({ kind }) => kind !== 'identify')
      .toSorted((a, b) => a.timestamp - b.timestamp) ?? [];

  return {
    double,
    store,
    log,
    fetch: relay.fetch,
    post,
    feed,
    timeline,
    page: (...messages) => send('page', messages),
    server: (...messages) => send('server', messages),
    settled: () =>
      vi.waitFor(
        async () => {
          const pending = (await store.stats()).deliveries['customerio']?.pending;
          if (pending !== 0 || (await store.nextDue('customerio')) !== undefined) throw new Error(`${pending} pending`);
        },
        { timeout: 20_000, interval: 10 },
      ),
    did: (identifier) => timeline(identifier).map(({ name }) => name),
    states: async (event) =>
      (await feed())
        .filter((entry) => (entry.event ?? entry.type) === event)
        .toSorted((a, b) => a.seq - b.seq)
        .flatMap(({ deliveries }) => deliveries.map(({ state, reason }) => [state, reason] as const)),
    advance: (ms) => void (now += ms),
    proofOf: (subject) => signProof(IDENTITY_SECRET, subject, Math.floor((START + 400 * DAY_MS) / 1000)),
  };
};

export const identify = (at: number, anonymousId: string, traits: Fields, more: Fields = {}): Said => ({
  at,
  type: 'identify',
  anonymousId,
  traits,
  ...more,
});

export const track = (
  at: number,
  anonymousId: string | undefined,
  event: string,
  properties: Fields = {},
  more: Fields = {},
): Said => ({ at, type: 'track', ...(anonymousId && { anonymousId }), event, properties, ...more });

export const viewed = (at: number, anonymousId: string): Said =>
  track(at, anonymousId, 'product_viewed', { product_id: 'p1', name: 'Oil', price: 10, currency: 'EUR' });

export const added = (at: number, anonymousId: string | undefined, cart_id: string): Said =>
  track(at, anonymousId, 'added_to_cart', { cart_id, items: [item('p1')], added: [item('p1')], currency: 'EUR' });

/** An order of 10 euros. */
export const ordered = (
  at: number,
  anonymousId: string | undefined,
  order_id: string,
  properties: Fields = {},
  more: Fields = {},
): Said =>
  track(
    at,
    anonymousId,
    'order_completed',
    { order_id, items: [item('p1')], currency: 'EUR', total: 10, ...properties },
    more,
  );
