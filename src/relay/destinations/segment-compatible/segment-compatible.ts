import type { Destination } from '../destination.ts';
import { createFamily, type FamilyOptions } from '../segment-family/create-family.ts';
import type { Dialect } from '../segment-family/item.ts';
import { createBatchSize } from '../sending/batch-size.ts';
import { basicAuth, call, DEFAULT_TIMEOUT_MS, type Connection } from '../sending/call.ts';
import type { Wire } from '../sending/send-batch.ts';
import { isoValue } from '../sending/time.ts';
import { rejectedItems } from './rejected.ts';

export interface SegmentCompatibleOptions extends FamilyOptions {
  /** The batch endpoint itself, with its path: "https://api.segment.io/v1/batch". */
  readonly endpoint: string;
  /** Sent as the user name of Basic authentication, with an empty password. */
  readonly writeKey: string;
  /** Default "segment": what such endpoints expect. */
  readonly naming?: 'canonical' | 'segment';
}

/** Segment documents 32 KB a message, 500 KB a batch and 2,500 messages. */
const limits = { itemBytes: 32_000, batchBytes: 480_000 } as const;
const BATCH_ITEMS = 100;

/** Segment's own dialect: times are ISO 8601. */
export const segmentDialect = (naming: Dialect['naming']): Dialect => ({
  naming,
  timeOf: isoValue,
  namesVisitor: true,
  dropped: new Set(),
  itemBytes: limits.itemBytes,
});

const createWire = (connection: Connection): Wire => ({
  vendor: { name: 'the endpoint', credentials: 'check the write key' },
  limits,
  size: createBatchSize(BATCH_ITEMS),
  post: (batch, context) => {
    const body = JSON.stringify({ batch, sentAt: new Date(context.now).toISOString() });
    return call(connection, { method: 'POST', path: '', body, ...context });
  },
  itemProblems: ({ text }, items) => rejectedItems(text, items),
});

const BY_HAND =
  'such an endpoint has no call that erases a person: ask for it there (at Segment: a regulation, suppress with delete)';

/**
 * Delivers to any endpoint that takes batches in the Segment spec's form.
 *
 * @example
 * segmentCompatible({ endpoint: 'https://api.segment.io/v1/batch', writeKey: process.env.SEGMENT_KEY })
 */
export const segmentCompatible = (options: SegmentCompatibleOptions): Destination => {
  const { endpoint, writeKey, naming = 'segment', anonymous = 'hold', name = 'segment-compatible' } = options;
  const connection: Connection = {
    baseUrl: endpoint,
    headers: basicAuth(writeKey, ''),
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
  };
  return createFamily({
    erasing: { refusal: BY_HAND },
    name,
    anonymous,
    history: options.history,
    dialect: segmentDialect(naming),
    wire: createWire(connection),
  });
};
