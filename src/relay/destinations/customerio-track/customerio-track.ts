import type { Destination } from '../destination.ts';
import { checkRegion, type Region } from './check-region.ts';
import { deliverLane } from './deliver-lane.ts';
import type { Connection, Fetch } from './http.ts';

export interface CustomerioTrackOptions {
  readonly siteId: string;
  readonly apiKey: string;
  /** Where the workspace lives; Customer.io shows it in its address bar. */
  readonly region: Region;
  /** Another server, for tests and proxies. Default: the region's own. */
  readonly baseUrl?: string;
  /** How the destination is called in the store and on the activity page. Default "customerio". */
  readonly name?: string;
  /** Of one request. Default 10,000. */
  readonly timeoutMs?: number;
  readonly fetch?: Fetch;
}

const hosts: Readonly<Record<Region, string>> = {
  us: 'https://track.customer.io',
  eu: 'https://track-eu.customer.io',
};

const TIMEOUT_MS = 10_000;
/** A hundred full-size messages are 7 requests at most; a hundred usual ones are one. */
const MESSAGES_PER_LANE = 100;
/** Customer.io asks for fair use; eight persons at a time, two requests each, stay near its 100 requests a second. */
const LANES = 8;

const connectionOf = (options: CustomerioTrackOptions): Connection => ({
  baseUrl: (options.baseUrl ?? hosts[options.region]).replace(/\/+$/, ''),
  siteId: options.siteId,
  apiKey: options.apiKey,
  timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
  fetch: options.fetch ?? ((url, init) => fetch(url, init)),
});

/**
 * Delivers to Customer.io's Track API: persons and events through v2's `/api/v2/batch`. Anonymous visitors are held:
 * what Customer.io merges later would start no campaign.
 *
 * @example
 * customerioTrack({ siteId: process.env.CIO_SITE_ID, apiKey: process.env.CIO_API_KEY, region: 'eu' })
 */
export const customerioTrack = (options: CustomerioTrackOptions): Destination => {
  const connection = connectionOf(options);
  return {
    name: options.name ?? 'customerio',
    anonymous: 'hold',
    linkTokens: true,
    limits: { perLane: MESSAGES_PER_LANE, lanes: LANES },
    deliver: (lane, { signal, now }) => deliverLane(lane, { connection, signal, now }),
    check: ({ signal }) => checkRegion(connection, options.region, signal),
  };
};
