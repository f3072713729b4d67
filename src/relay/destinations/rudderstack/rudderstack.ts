import type { Destination } from '../destination.ts';
import { createFamily, type FamilyOptions } from '../segment-family/create-family.ts';
import { basicAuth, DEFAULT_TIMEOUT_MS } from '../sending/call.ts';
import { rudderstackDialect } from './dialect.ts';
import { createRudderstackWire } from './wire.ts';

export interface RudderstackOptions extends FamilyOptions {
  /** Of the data plane: "https://….dataplane.rudderstack.com". */
  readonly dataPlaneUrl: string;
  readonly writeKey: string;
  /** `segment`: the names and `products` of Segment's ecommerce spec, as most of RudderStack's destinations expect. Default "canonical". */
  readonly naming?: 'canonical' | 'segment';
}

/** It takes another token than the write key, and the ids of the destinations behind RudderStack. */
const BY_HAND =
  "RudderStack's HTTP API erases nobody: add a regulation (suppress with delete) for this person to its User Suppression API";

/**
 * Delivers to RudderStack's HTTP API: one visitor per request, in the order in which it happened.
 *
 * @example
 * rudderstack({ dataPlaneUrl: 'https://shop.dataplane.rudderstack.com', writeKey: process.env.RUDDER_KEY, naming: 'segment' })
 */
export const rudderstack = (options: RudderstackOptions): Destination => {
  const { dataPlaneUrl, writeKey, naming = 'canonical', anonymous = 'hold', name = 'rudderstack' } = options;
  const wire = createRudderstackWire({
    baseUrl: dataPlaneUrl.replace(/\/+$/, ''),
    headers: basicAuth(writeKey, ''),
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
  });
  const dialect = rudderstackDialect(naming);
  return createFamily({ name, anonymous, history: options.history, dialect, wire, erasing: { refusal: BY_HAND } });
};
