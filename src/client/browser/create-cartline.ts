import type { Plan, PlanEvents } from '../../schema.ts';
import { createClient, type Cartline, type TimedClient } from '../core/client.ts';
import { createDelivery } from '../core/delivery.ts';
import { createEmitter } from '../core/emitter.ts';
import { createIdentity } from '../core/identity.ts';
import { createOutbox } from '../core/outbox.ts';
import type { ClientEvents, Clock } from '../core/ports.ts';
import { createUlid } from '../core/ulid.ts';
import { createFetchTransport } from './fetch-transport.ts';
import { idCookie } from './id-cookie.ts';
import { openTable } from './idb-table.ts';
import { createMemory } from './memory.ts';
import { followPage } from './page-life.ts';
import { createSendLock } from './send-lock.ts';

export interface CartlineOptions {
  /** The relay's address: "https://shop.example/cl". Events are posted to `{relay}/v1/batch`. */
  readonly relay: string;
  /** Public key of this shop at its relay. */
  readonly writeKey: string;
  /** Version of the tracking plan, sent with each message. */
  readonly planVersion?: string;
  /** `answer` (default): only our relay's answer lets a message be forgotten. `status`: any 2xx does, for a foreign endpoint of the Segment family. */
  readonly ack?: 'answer' | 'status';
}

const LAST_TIME_KEY = 'cl_time';
/** Where the one client of each write key stands, whichever bundle made it. */
const REGISTRY = Symbol.for('cartline');

const randomBytes = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

/** UUID version 4 (RFC 9562); `crypto.randomUUID` is missing on plain http. */
const newUuid = (): string =>
  '10000000-1000-4000-8000-100000000000'.replace(
    /[018]/g,
    (digit) => (Number(digit) ^ (randomBytes(1)[0]! & (15 >> (Number(digit) / 4)))).toString(16), // one byte was asked for
  );

const clock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

const pageView = (): { url: string; path: string; title: string; referrer: string } => ({
  url: location.href,
  path: location.pathname,
  title: document.title,
  referrer: document.referrer,
});

const checkOptions = (options: CartlineOptions): void => {
  for (const key of ['relay', 'writeKey'] as const) {
    if (!options[key]) throw new TypeError(`createCartline needs ${key}: a non-empty string`);
  }
};

const build = ({ relay, writeKey, ack, planVersion }: CartlineOptions): TimedClient => {
  const { on, emit } = createEmitter<ClientEvents>();
  const memory = createMemory();
  const ulid = createUlid(clock.now, randomBytes, Number(memory.get(LAST_TIME_KEY)));
  const tab = newUuid().slice(0, 8);
  const name = `cartline:${writeKey}:1`;
  let told = false;
  const onStorageError = (error: unknown): void => {
    if (!told) emit('error', { code: 'storage', detail: error });
    told = true;
  };
  const outbox = createOutbox({ open: () => openTable(name), clock, memory, onStorageError });
  const identity = createIdentity(idCookie, memory, newUuid);
  const delivery = createDelivery({
    writeKey,
    outbox,
    transport: createFetchTransport({ relay: relay.replace(/\/+$/, ''), ack }),
    lock: createSendLock(name),
    clock,
    memory,
    newId: ulid.next,
    isHidden: () => document.hidden,
    emit,
    onAnswer: identity.settle,
  });
  followPage({
    onLeave: () => {
      memory.set(LAST_TIME_KEY, String(ulid.last()));
      delivery.leave();
    },
    onReturn: () => void delivery.flush(),
    onOnline: delivery.wake,
  });
  void delivery.flush();
  const enqueue: Parameters<typeof createClient>[0]['enqueue'] = (row) => {
    outbox.put(row);
    delivery.notify(row);
  };
  return createClient({
    clock,
    memory,
    identity,
    newId: ulid.next,
    tab,
    version: __VERSION__,
    planVersion,
    pageView,
    enqueue,
    drop: delivery.drop,
    flush: delivery.flush,
    on,
    emit,
  });
};

/** The client that the page already has for this write key and relay, or a new one: two bundles share one outbox and one identity. */
export const sharedClient = (options: CartlineOptions): TimedClient => {
  checkOptions(options);
  const world = globalThis as { [REGISTRY]?: Record<string, TimedClient> };
  const registry = (world[REGISTRY] ??= {});
  return (registry[`${options.writeKey} ${options.relay}`] ??= build(options));
};

/**
 * Creates the client of this page. Throws a TypeError that names the option when one is missing; nothing throws later.
 * Called again with the same write key and relay, by whichever bundle, it returns the same client.
 *
 * @example
 * const cartline = createCartline({ relay: 'https://shop.example/cl', writeKey: 'wk_live_1' });
 * cartline.track('product_viewed', { product_id: 'p1', name: 'Cleanser', price: 24, currency: 'EUR' });
 */
export const createCartline = <P extends Plan = Plan<Record<never, never>>>(
  options: CartlineOptions,
): Cartline<PlanEvents<P>> => sharedClient(options).client; // the plan's types exist at compile time only
