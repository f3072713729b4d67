import type { Plan, PlanEvents } from '../../schema.ts';
import type { Cartline, ConsentState, LivingClient } from '../core/api.ts';
import { createClient } from '../core/client.ts';
import type { World } from '../core/ports.ts';
import { readCookie, writeCookie } from './id-cookie.ts';
import { openTable } from './idb-table.ts';
import { loadDebug } from './load-debug.ts';
import { createMemory } from './memory.ts';
import { followPage, onPathChange } from './page-life.ts';
import { pageView, readArrival } from './page-view.ts';
import { createSendLock } from './send-lock.ts';
import { takeLinkToken } from './link-token.ts';
import { send } from './send.ts';

export interface CartlineOptions {
  /** The relay's address: "https://shop.example/cl". Events are posted to `{relay}/v1/batch`. */
  readonly relay: string;
  /** Public key of this shop at its relay. */
  readonly writeKey: string;
  /** Analytics consent until `consent()` says otherwise. Default "granted"; "pending" where a banner asks. */
  readonly consent?: ConsentState;
  /** While consent is pending: keep calls in memory (default), or messages in the browser's storage, unsent. */
  readonly pending?: 'memory' | 'storage';
  /** `honour` (default): Global Privacy Control counts as denied analytics. */
  readonly gpc?: 'honour' | 'ignore';
  /** Tracks a page view whenever the path changes without a new page. Default false. */
  readonly spa?: boolean;
  /** ISO 4217, for carts that begin with `cart.add`. */
  readonly currency?: string;
  /** Version of the tracking plan, sent with each message. */
  readonly planVersion?: string;
  /** Loads the debug panel; `?cartline_debug` in the address does too. Default false. */
  readonly debug?: boolean;
  /** `answer` (default): only our relay's answer lets a message be forgotten. `status`: any 2xx does, for a foreign endpoint of the Segment family. */
  readonly ack?: 'answer' | 'status';
}

/** Where the one client of each write key stands, whichever bundle made it. */
const REGISTRY = Symbol.for('cartline');

/** UUID version 4 (RFC 9562). `crypto.randomUUID` is missing on plain http: there, as many random digits. */
const newUuid = (): string => crypto.randomUUID?.() ?? crypto.getRandomValues(new Uint8Array(16)).join('');

const worldOf = ({ relay, writeKey, ack }: CartlineOptions): World => {
  const name = `cartline:${writeKey}:1`;
  const url = `${relay.replace(/\/+$/, '')}/v1/batch`;
  return {
    ...createMemory(),
    now: Date.now,
    random: Math.random,
    after: (delayMs, task) => setTimeout(task, delayMs),
    newUuid,
    readCookie,
    writeCookie,
    openTable: () => openTable(name),
    transport: (...attempt) => send(url, __EXTRAS__ && ack !== 'status', ...attempt),
    lock: createSendLock(name),
    isHidden: () => document.hidden,
    pageView,
    surroundings: {
      library: { name: 'cartline', version: __VERSION__ },
      ...(__EXTRAS__ && {
        locale: navigator.language,
        timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        screen: { width: screen.width, height: screen.height },
      }),
    },
  };
};

const build = (options: CartlineOptions, link: string | undefined): LivingClient => {
  const isRefused = options.gpc !== 'ignore' && (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;
  const living = createClient(
    worldOf(options),
    { ...options, consent: isRefused ? 'denied' : options.consent },
    __EXTRAS__ ? readArrival(link) : { link },
  );
  followPage(living);
  if (__EXTRAS__ && options.spa) onPathChange(() => living.client.page());
  if (__EXTRAS__ && (options.debug || location.search.includes('cartline_debug'))) loadDebug();
  return living;
};

/**
 * The client that the page already has for this write key and relay, or a new one: two bundles share one outbox and one
 * identity. Throws a TypeError that names a missing option.
 */
export const sharedClient = (options: CartlineOptions, link?: string): LivingClient => {
  for (const key of ['relay', 'writeKey'] as const) {
    if (!options[key]) throw new TypeError(`Cartline needs ${key}: a non-empty string`);
  }
  // The small script has the page to itself; with a bundle beside it, the two share storage, and nothing is doubled.
  if (!__EXTRAS__) return build(options, link);
  const world = globalThis as { [REGISTRY]?: Record<string, LivingClient> };
  const registry = (world[REGISTRY] ??= {});
  return (registry[`${options.writeKey} ${options.relay}`] ??= build(options, link));
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
): Cartline<PlanEvents<P>> => sharedClient(options, takeLinkToken()).client; // the plan's types exist at compile time only
