import type { Destination, HistoryPolicy } from '../destination.ts';
import { createBatchSize } from '../sending/batch-size.ts';
import { call, DEFAULT_TIMEOUT_MS, type Connection, type Fetch } from '../sending/call.ts';
import { deliverLane, type LanePlan } from '../sending/deliver-lane.ts';
import { eraseItems } from '../sending/erase-items.ts';
import type { PersonPlan } from '../sending/send-person.ts';
import type { Wire } from '../sending/send-batch.ts';
import type { Lane, Person } from '../../store/store.ts';
import { createGuardedFetch } from './guarded-fetch.ts';
import { erasurePayload, keysOf, mergePayload, messagePayload, personPayload, type Payload } from './payload.ts';
import { createSigner, type Sign } from './sign.ts';

export interface WebhookOptions {
  /** Where to post; https, unless private addresses are allowed. */
  readonly url: string;
  /** "whsec_…" by Standard Webhooks; two of them while one replaces the other. */
  readonly secret: string | readonly string[];
  /** Also send to addresses inside a private network, and without TLS. Default false. */
  readonly allowPrivateAddresses?: boolean;
  /** `hold` (default): nothing is sent until the visitor is known. `forward`: everything at once. */
  readonly anonymous?: 'hold' | 'forward';
  /** What of a backfill goes as events. Default "older": what was older than 96 hours when it came. */
  readonly history?: HistoryPolicy;
  /** How the destination is called in the store and on the activity page. Default "webhook". */
  readonly name?: string;
  /** Of one request. Default 10,000. */
  readonly timeoutMs?: number;
  /** Default: one that connects to public addresses only. */
  readonly fetch?: Fetch;
}

/** Each is a request of its own, and all of them have to fit into one lease. */
const MESSAGES_PER_LANE = 20;
const LANES = 8;
/** The largest message that the relay takes in, with its envelope. */
const ITEM_BYTES = 65_536;
const GONE = 410;

const checkUrl = ({ url, allowPrivateAddresses = false }: WebhookOptions): void => {
  const protocol = URL.canParse(url) ? new URL(url).protocol : undefined;
  if (protocol === 'https:' || (protocol === 'http:' && allowPrivateAddresses)) return;
  throw new TypeError(
    `webhook: url: ${JSON.stringify(url)} came; expected an https address (http only with allowPrivateAddresses: true)`,
  );
};

const createWire = (connection: Connection, sign: Sign): Wire => ({
  vendor: {
    name: 'the webhook',
    credentials: 'it refuses our signature: check the secret on both sides',
    gone: [GONE],
  },
  limits: { itemBytes: ITEM_BYTES, batchBytes: ITEM_BYTES * 2 },
  size: createBatchSize(1),
  post: async ([item], context) => {
    const payload = item as Payload; // made by `planLane`
    const body = JSON.stringify(payload.body);
    const timestamp = Math.floor(context.now / 1000);
    const headers = {
      'webhook-id': payload.id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': await sign({ id: payload.id, timestamp, body }),
    };
    return call(connection, { method: 'POST', path: '', body, headers, ...context });
  },
});

/** Who became the person first, under the keys that the receiver knows, then the person's state. */
const planPerson = async ({ absorbed = [], memory }: Lane, person: Person): Promise<PersonPlan> => {
  const earlier = absorbed.filter((one) => Object.keys(one.memory).length > 0);
  const merges = await Promise.all(earlier.map((one) => mergePayload(one, person)));
  const state = { items: [await personPayload(person)] };
  return {
    steps: [...(merges.length > 0 ? [{ items: merges, kind: 'merge' as const }] : []), state],
    memory: { ...memory, ...keysOf(person) },
    absorbed: absorbed.map(({ lane }) => lane),
  };
};

const planLane = async (lane: Lane): Promise<LanePlan> => {
  const known = lane.visitor === undefined ? lane.person : undefined;
  const isNews = known !== undefined && known.version > lane.deliveredVersion;
  const units = await Promise.all(
    lane.messages.map(async (stored) => ({
      stored,
      items: stored.asState ? [] : [await messagePayload(stored, known)],
    })),
  );
  return { ...(isNews && { person: await planPerson(lane, known) }), units };
};

/**
 * Posts every message, and every change of a person, to an address, signed by Standard Webhooks.
 * Throws a TypeError for an address or a secret that cannot work.
 *
 * @example
 * webhook({ url: 'https://crm.example/hooks/cartline', secret: process.env.WEBHOOK_SECRET })
 */
export const webhook = (options: WebhookOptions): Destination => {
  const {
    url,
    secret,
    allowPrivateAddresses = false,
    anonymous = 'hold',
    history = 'older',
    name = 'webhook',
  } = options;
  checkUrl(options);
  const connection: Connection = {
    baseUrl: url,
    headers: { 'user-agent': 'cartline' },
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    fetch: options.fetch ?? createGuardedFetch(allowPrivateAddresses ? { isAllowed: () => true } : {}),
  };
  const wire = createWire(connection, createSigner(typeof secret === 'string' ? [secret] : secret));
  return {
    name,
    anonymous,
    history,
    limits: { perLane: MESSAGES_PER_LANE, lanes: LANES },
    deliver: async (lane, { signal, now }) => deliverLane(lane, await planLane(lane), wire, { signal, now }),
    erase: async (lane, { signal, now }) => eraseItems([await erasurePayload(lane)], wire, { signal, now }),
  };
};
