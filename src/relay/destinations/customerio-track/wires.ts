import { createBatchSize } from '../sending/batch-size.ts';
import { call, type Connection } from '../sending/call.ts';
import type { Wire } from '../sending/send-batch.ts';
import type { Vendor } from '../sending/verdicts.ts';
import { itemProblems } from './item-problems.ts';
import { limits } from './limits.ts';
import { addressableByV1, toV1, type TrackItem } from './v1.ts';

const vendor: Vendor = {
  name: 'Customer.io',
  credentials: 'check the site id, the API key and the region',
  redirect: "the workspace lives in Customer.io's other region",
};

/** How many items a batch may hold is not documented; its own libraries send a hundred. */
const BATCH_ITEMS = 100;
const MULTI_STATUS = 207;
/** v1 documents 100,000 bytes of event data; what we take in is smaller than v2's limit, which serves for both. */
const sizes = { itemBytes: limits.itemBytes, batchBytes: limits.batchBytes };

/** v2: many items in one request, refused one by one. */
export const createV2Wire = (connection: Connection): Wire => ({
  vendor,
  limits: sizes,
  size: createBatchSize(BATCH_ITEMS),
  post: (items, context) =>
    call(connection, { method: 'POST', path: '/api/v2/batch', body: JSON.stringify({ batch: items }), ...context }),
  itemProblems: ({ status, text }) => (status === MULTI_STATUS ? itemProblems(text) : new Map()),
});

/** v1: one request for each item. */
export const createV1Wire = (connection: Connection): Wire => ({
  vendor,
  limits: sizes,
  size: createBatchSize(1),
  post: ([item], context) => {
    const { body, ...request } = toV1(item as TrackItem); // made by the mapping beside this file
    const text = request.method === 'DELETE' ? {} : { body: JSON.stringify(body) };
    return call(connection, { ...request, ...text, ...context });
  },
  objection: (item) =>
    addressableByV1(item as TrackItem)
      ? undefined
      : "v1 of Customer.io's API would take a phone number for a customer id: give the person an email or an id, or use v2",
});
