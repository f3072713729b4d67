import type { FamilyItem } from '../segment-family/item.ts';
import { createBatchSize } from '../sending/batch-size.ts';
import { call, type Connection } from '../sending/call.ts';
import type { Wire } from '../sending/send-batch.ts';
import { limits } from './limits.ts';

/** What RudderStack orders by, and what no two visitors may share in one request. */
const visitorOf = (item: unknown): string => {
  const { anonymousId, userId } = item as FamilyItem; // made by the mapping
  return anonymousId ?? userId ?? '';
};

/** One item of this kind makes the gateway refuse all others of the request. */
const objection = (item: unknown): string | undefined =>
  visitorOf(item) === '' ? 'RudderStack takes no message without a userId or an anonymousId' : undefined;

/** `sentAt` counts on each item only. It is the time of the attempt, so it is no part of the mapping. */
const stamped = (items: readonly unknown[], now: number): readonly unknown[] => {
  const sentAt = new Date(now).toISOString();
  return items.map((item) => ({ ...(item as FamilyItem), sentAt }));
};

/** `,"sentAt":"2026-11-22T10:00:00.000Z"`. */
const SENT_AT_BYTES = 40;

export const createRudderstackWire = (connection: Connection): Wire => ({
  vendor: { name: 'RudderStack', credentials: 'check the write key, and that the source is enabled' },
  limits: { itemBytes: limits.itemBytes - SENT_AT_BYTES, batchBytes: limits.batchBytes },
  size: createBatchSize(limits.items),
  keyOf: visitorOf,
  objection,
  post: (items, context) =>
    call(connection, {
      method: 'POST',
      path: '/v1/batch',
      headers: { anonymousid: encodeURIComponent(visitorOf(items[0])) },
      body: JSON.stringify({ batch: stamped(items, context.now) }),
      ...context,
    }),
});
