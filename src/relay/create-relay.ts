import { definePlan, type Plan } from '../schema.ts';
import { connectSources } from './connect-sources.ts';
import { createDelivery } from './delivery/create-delivery.ts';
import type { Destination } from './destinations/destination.ts';
import { createActivity } from './insight/activity.tsx';
import { createIntake } from './intake/intake.ts';
import type { RelayKey } from './intake/keys.ts';
import type { OrdersFrom } from './intake/orders.ts';
import { refusalResponse } from './intake/answer.ts';
import type { TrustProxy } from './intake/client-address.ts';
import type { RateLimits } from './intake/rate/rate-limits.ts';
import type { IdentityPolicy } from './identity/decision.ts';
import type { IdentityProof } from './intake/proof.ts';
import { createPurging } from './purging.ts';
import { createForget } from './forget/create-forget.ts';
import { checkRetention, type Retention } from './retention.ts';
import { silentLogger, type Logger } from './logger.ts';
import { createRedaction, redactLogger } from './redact.ts';
import { createAdmitAgain } from './replay/admit-again.ts';
import { createReplay } from './replay/create-replay.ts';
import { createRoutes } from './routes.ts';
import { createSdkServer, type SdkScript } from './sdk.ts';
import type { Source } from './sources/source.ts';
import type { RelayStore } from './store/store.ts';
import { within } from './within.ts';

/** What a relay is made of. */
export interface RelayOptions {
  /** The tracking plan. Default: the canonical events, nothing of the shop's own. */
  readonly plan?: Plan;
  readonly store: RelayStore;
  readonly destinations: readonly Destination[];
  readonly keys: readonly RelayKey[];
  /** Platforms that tell of orders, subscriptions and people from the server side, each at /sources/<name>. */
  readonly sources?: readonly Source[];
  /** Whose word counts for orders. Default "server" as soon as there is a server key or a source of orders; else it must be said. */
  readonly orders?: OrdersFrom;
  /** Signs the proof of who a visitor is (`signProof`); neither a write nor a server key. Default: nobody can prove anything. */
  readonly identitySecret?: string;
  /** `off` believes every customer id that a page names, which anybody can forge. Default "required". */
  readonly identityProof?: IdentityProof;
  /** What another address of a visitor without a customer id means. Default "another_person". */
  readonly emailChange?: IdentityPolicy['emailChange'];
  /** For how many days messages of unknown visitors are held. Default 30. */
  readonly heldDays?: number;
  /** For how many days the rest is kept. */
  readonly retention?: Retention;
  /** Opens the activity page at /activity. Default: there is no such page. */
  readonly activityKey?: string;
  /** The browser script to serve at /cartline.js. */
  readonly sdk?: SdkScript;
  /** Scripts to serve beside it, by file name: "debug.js". */
  readonly scripts?: Readonly<Record<string, SdkScript>>;
  /** `origins`: the default list for write and pixel keys that have none of their own. */
  readonly cors?: { readonly origins?: readonly string[] };
  /**
   * Believe X-Forwarded-Proto and X-Forwarded-For, for a relay behind a proxy that sets them; a number says behind how many.
   * Default false.
   */
  readonly trustProxy?: TrustProxy;
  /** How much may come, by key, address and visitor: beyond it 429 with Retry-After. */
  readonly limits?: RateLimits;
  /** Default: silence. */
  readonly logger?: Logger;
  /** Leave emails, phones and secrets in the log, to search for a mistake. Default false. */
  readonly logPersonalData?: boolean;
  /** Unix milliseconds. Default Date.now. */
  readonly now?: () => number;
}

/** A relay: a fetch handler with a store and a delivery behind it. */
export interface Relay {
  /** Answers every request; starts the relay by itself when nobody has. Runs in any fetch runtime. */
  readonly fetch: (request: Request, env?: unknown) => Promise<Response>;
  /** Opens the store and starts delivery. Rejects with the store's error when it cannot be opened. */
  readonly start: () => Promise<void>;
  /** Stops taking messages, finishes commits, stops delivery, hands over leases, closes the store: at most 10 s. */
  readonly stop: () => Promise<void>;
}

/** SIGTERM is followed by SIGKILL after 10 s (Docker) to 30 s (Heroku, Kubernetes). */
const STOP_MS = 9_900;

const PROOF_OFF =
  'identityProof is "off": every customer id that a page names is believed, so whoever knows one can act as that person';

const chooseOrders = ({ orders, keys, sources = [] }: RelayOptions): OrdersFrom => {
  if (orders) return orders;
  if (keys.some(({ kind }) => kind === 'server') || sources.some(({ tellsOrders }) => tellsOrders)) return 'server';
  throw new TypeError(
    'createRelay: orders: nothing came, and there is no server key and no source of orders; expected "server" (a back end or a webhook reports orders) ' +
      'or "browser" (the page is believed, which anybody can forge: for demos and shops without a back end)',
  );
};

const checkKeys = (keys: readonly RelayKey[]): void => {
  if (keys.length === 0)
    throw new TypeError('createRelay: keys: an empty list came; expected at least one { key, kind }');
  const seen = new Set(keys.map(({ key }) => key));
  if (seen.size < keys.length) throw new TypeError('createRelay: keys: the same key came twice; expected each once');
  if (seen.has('')) throw new TypeError('createRelay: keys: an empty key came; expected a text that is hard to guess');
};

const loggerOf = ({ logger = silentLogger, logPersonalData = false, ...options }: RelayOptions): Logger => {
  const { keys, sources = [], identitySecret, activityKey } = options;
  const secrets = [
    ...keys.map(({ key }) => key),
    ...sources.flatMap((one) => one.secrets),
    identitySecret,
    activityKey,
  ];
  const isThere = (secret: string | undefined): secret is string => secret !== undefined;
  return logPersonalData ? logger : redactLogger(logger, createRedaction(secrets.filter(isThere)));
};

const withDefaultOrigins = (keys: readonly RelayKey[], origins: readonly string[] | undefined): RelayKey[] =>
  keys.map((key) => (origins && !key.origins && key.kind !== 'server' ? { ...key, origins } : key));

/**
 * Creates a relay from a store, destinations and keys.
 * Throws a TypeError that names the option when it cannot work: `keys` without a key, `orders` undecided.
 *
 * @example
 * const relay = createRelay({ store: createSqliteStore({ path: 'relay.db' }), destinations, keys });
 * await relay.start();
 * export default { fetch: relay.fetch };
 */
export const createRelay = (options: RelayOptions): Relay => {
  const {
    plan = definePlan(),
    store,
    destinations,
    identitySecret,
    identityProof = 'required',
    emailChange = 'another_person',
    heldDays = 30,
    retention = {},
    activityKey,
    sdk,
    scripts = {},
    cors,
    trustProxy = false,
    limits = {},
  } = options;
  const { now = Date.now } = options;
  const logger = loggerOf(options);
  checkKeys(options.keys);
  checkRetention(retention, heldDays);
  const ordersFrom = chooseOrders(options);
  const keys = withDefaultOrigins(options.keys, cors?.origins);
  const steady = options.now ?? (() => performance.now());
  const delivery = createDelivery({ store, destinations, now, steady, logger });
  const judging = { plan, keys, ordersFrom, identitySecret, identityProof, limits };
  const intake = createIntake({ ...judging, store, logger, now, onStored: delivery.wake });
  const { sources: all = [] } = options;
  const connected = connectSources({ sources: all, store, plan, ordersFrom, logger, now, onStored: delivery.wake });
  const bySender = createAdmitAgain(keys, intake.receive);
  const admit = connected?.admitAgain(bySender) ?? bySender;
  const sources = connected?.sources;
  const replay = createReplay({ store: store.replay, admit, wake: delivery.wake });
  const purging = createPurging({ store, heldDays, retention, logger, now });
  const forget = createForget({ store: store.persons, logger, now, wake: delivery.wake });
  const shown = { store, replay, forget, destinations: delivery.state, sources: sources?.state };
  const activity = activityKey
    ? createActivity({ ...shown, activityKey, trustProxy: trustProxy !== false, logger })
    : undefined;
  const served = new Map(Object.entries(scripts).map(([name, script]) => [name, createSdkServer(script)]));
  const rooms = { intake, activity, sources, scripts: served, trustProxy, logger };
  const app = createRoutes({ ...rooms, sdk: sdk && createSdkServer(sdk) });

  let started: Promise<void> | undefined;
  let stopped: Promise<void> | undefined;

  const open = async (): Promise<void> => {
    const needs = destinations.map(({ name, anonymous, linkTokens = false }) => ({ name, anonymous, linkTokens }));
    await store.open(needs, { emailChange });
    if (identityProof === 'off') logger.warn('identity_proof_off', { reason: PROOF_OFF });
    delivery.start();
    sources?.start();
    purging.start();
  };

  const start = (): Promise<void> => {
    started ??= open().catch((error: unknown) => {
      started = undefined; // the next request tries again: a disk may be mounted late
      throw error;
    });
    return started;
  };

  const close = async (): Promise<void> => {
    activity?.close();
    await Promise.all([intake.close(), sources?.stop()]);
    if (!started) return;
    await started;
    purging.stop();
    await delivery.stop(); // hands the leases over
    await store.close();
  };

  const stop = (): Promise<void> => (stopped ??= within(STOP_MS, close()));

  const fetch = async (request: Request, env?: unknown): Promise<Response> => {
    try {
      if (!stopped) await start();
    } catch (error) {
      logger.error('start_failed', { error: error instanceof Error ? error.message : String(error) });
      return refusalResponse(
        {
          status: 503,
          code: 'not_ready',
          message: 'the relay could not open its store; its log says why',
          retryAfterSeconds: 5,
        },
        {},
      );
    }
    return app.fetch(request, env); // Hono's bindings: whatever the runtime gives
  };

  return { fetch, start, stop };
};
