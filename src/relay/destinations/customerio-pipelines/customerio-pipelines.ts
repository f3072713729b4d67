import type { Destination } from '../destination.ts';
import type { ObjectOptions } from '../objects/object-types.ts';
import { createFamily, type FamilyOptions } from '../segment-family/create-family.ts';
import { createBatchSize } from '../sending/batch-size.ts';
import { basicAuth, call, DEFAULT_TIMEOUT_MS, type Connection } from '../sending/call.ts';
import type { Wire } from '../sending/send-batch.ts';
import { pipelinesDialect } from './dialect.ts';
import { limits } from './limits.ts';

export interface CustomerioPipelinesOptions extends FamilyOptions {
  /** Of the source, not of the workspace. */
  readonly apiKey: string;
  readonly region: 'us' | 'eu';
  /** `segment`: names of Segment's ecommerce spec. Default "canonical". */
  readonly naming?: 'canonical' | 'segment';
  /** The object types that exist in the workspace. Default: none, and no relationships. */
  readonly objects?: ObjectOptions;
  /** Another server, for tests and proxies; with its path. Default: the region's own. */
  readonly baseUrl?: string;
}

const hosts = { us: 'https://cdp.customer.io/v1', eu: 'https://cdp-eu.customer.io/v1' } as const;

/** Without it Customer.io answers 200 to what it throws away. */
const STRICT = { 'x-strict-mode': '1' };

const createWire = (connection: Connection): Wire => ({
  vendor: { name: 'Customer.io', credentials: "check the source's API key and the region" },
  limits,
  size: createBatchSize(limits.items),
  post: (batch, context) =>
    call(connection, { method: 'POST', path: '/batch', body: JSON.stringify({ batch }), ...context }),
});

/**
 * Delivers to Customer.io's Pipelines API, in strict mode: what is invalid is refused, not silently dropped.
 *
 * @example
 * customerioPipelines({ apiKey: process.env.CIO_SOURCE_KEY, region: 'eu' })
 */
export const customerioPipelines = (options: CustomerioPipelinesOptions): Destination => {
  const { apiKey, region, naming = 'canonical', anonymous = 'hold', name = 'customerio-pipelines' } = options;
  const connection: Connection = {
    baseUrl: (options.baseUrl ?? hosts[region]).replace(/\/+$/, ''),
    headers: { ...basicAuth(apiKey, ''), ...STRICT },
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
  };
  return createFamily({
    name,
    anonymous,
    history: options.history,
    dialect: pipelinesDialect(naming),
    wire: createWire(connection),
    objectTypes: options.objects,
    erasing: 'commands',
  });
};
