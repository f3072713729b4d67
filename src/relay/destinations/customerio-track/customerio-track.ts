import type { Destination, HistoryPolicy } from '../destination.ts';
import { basicAuth, DEFAULT_TIMEOUT_MS, type Connection, type Fetch } from '../sending/call.ts';
import { deliverLane, refuseLane } from '../sending/deliver-lane.ts';
import { eraseItems } from '../sending/erase-items.ts';
import { createVisitorClaims } from '../sending/visitors.ts';
import { createCatalogue } from '../objects/catalogue.ts';
import { remembering } from '../objects/remembering.ts';
import type { ObjectOptions } from '../objects/object-types.ts';
import { checkRegion, type Region } from './check-region.ts';
import { mapErasure, type Erase } from './map-erasure.ts';
import { planPerson, planVisitor } from './plan-lane.ts';
import { createV1Wire, createV2Wire } from './wires.ts';

export interface CustomerioTrackOptions {
  readonly siteId: string;
  readonly apiKey: string;
  /** Where the workspace lives; Customer.io shows it in its address bar. */
  readonly region: Region;
  /** Which version of the Track API takes known persons. Default "v2": batches, and persons by phone. */
  readonly api?: 'v1' | 'v2';
  /**
   * `hold` (default): nothing is sent until the visitor is known. `forward`: events of unknown visitors go at once, as
   * in-app messages need them; such an event starts no campaign unless Customer.io itself merges it in time.
   */
  readonly anonymous?: 'hold' | 'forward';
  /** The object types that exist in the workspace; v2 only. Default: none, and no relationships. */
  readonly objects?: ObjectOptions;
  /**
   * What happens to somebody who is erased (`cartline forget`). `suppress` (default): the profile is deleted, and
   * Customer.io takes nothing more under its keys until somebody allows it there. `delete`: the profile is deleted.
   */
  readonly erase?: Erase;
  /** Another server, for tests and proxies. Default: the region's own. */
  readonly baseUrl?: string;
  /** What of a backfill goes as events. Default "older": what was older than 96 hours when it came. */
  readonly history?: HistoryPolicy;
  /** How the destination is called in the store and on the activity page. Default "customerio". */
  readonly name?: string;
  /** Of one request. Default 10,000. */
  readonly timeoutMs?: number;
  /**
   * How long a profile that was just made, or given an id, is left alone before another is merged into it or it is
   * addressed by that id: Customer.io answers before it has done what it was asked. Default 5,000.
   */
  readonly settleMs?: number;
  readonly fetch?: Fetch;
}

const hosts: Readonly<Record<Region, string>> = {
  us: 'https://track.customer.io',
  eu: 'https://track-eu.customer.io',
};

/** A hundred full-size messages are 7 requests at most; a hundred usual ones are one. */
const MESSAGES_PER_LANE = 100;
/** Each is a request of its own in v1, and all of them have to fit into one lease. */
const MESSAGES_PER_LANE_V1 = 20;
/** Customer.io asks for fair use; eight persons at a time, two requests each, stay near its 100 requests a second. */
const LANES = 8;
/** How long Customer.io takes is not documented, only that it does. */
const SETTLE_MS = 5_000;

const connectionOf = (options: CustomerioTrackOptions): Connection => ({
  baseUrl: (options.baseUrl ?? hosts[options.region]).replace(/\/+$/, ''),
  headers: basicAuth(options.siteId, options.apiKey),
  timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
  fetch: options.fetch ?? ((url, init) => fetch(url, init)),
});

/**
 * Delivers to Customer.io's Track API: persons and events through v2's `/api/v2/batch`, or v1. Anonymous visitors are
 * held unless told otherwise: what Customer.io merges later may start no campaign.
 *
 * @example
 * customerioTrack({ siteId: process.env.CIO_SITE_ID, apiKey: process.env.CIO_API_KEY, region: 'eu' })
 */
export const customerioTrack = (options: CustomerioTrackOptions): Destination => {
  const { api = 'v2', anonymous = 'hold', history = 'older', region, settleMs = SETTLE_MS } = options;
  if (api === 'v1' && options.objects)
    throw new TypeError('customerioTrack: objects came with api "v1"; expected api "v2", which has objects');
  const objects = options.objects && { types: options.objects, catalogue: createCatalogue() };
  const connection = connectionOf(options);
  const claims = anonymous === 'forward' ? createVisitorClaims() : undefined;
  const v1 = createV1Wire(connection);
  const known = api === 'v1' ? v1 : createV2Wire(connection);
  const perLane = api === 'v1' || anonymous === 'forward' ? MESSAGES_PER_LANE_V1 : MESSAGES_PER_LANE;
  return {
    name: options.name ?? 'customerio',
    anonymous,
    history,
    linkTokens: true,
    limits: { perLane, lanes: LANES },
    deliver: async (lane, { signal, now, notes }) => {
      const context = { signal, now };
      if (lane.visitor !== undefined) return deliverLane(lane, await planVisitor(lane, lane.visitor), v1, context);
      return remembering(lane, { claims, objects, notes }, async () => {
        const plan = await planPerson(lane, { claims, objects, settleMs });
        return plan
          ? deliverLane(lane, plan, known, context)
          : refuseLane(lane, 'the person has no key that Customer.io takes');
      });
    },
    erase: (lane, { signal, now }) => eraseItems(mapErasure(lane, options.erase ?? 'suppress'), known, { signal, now }),
    check: ({ signal }) => checkRegion(connection, region, signal),
  };
};
