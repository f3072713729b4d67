import type { DestinationRequest, Json } from './model.ts';

/** What the destination means a batch of groups to have at most. */
export const MAX_BATCH_BYTES = 500_000;

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

const itemsOf = ({ body }: DestinationRequest): readonly Json[] => body['batch'] as readonly Json[]; // made by to-customerio.ts

/**
 * The groups of one delivery as few requests. Defect 8: no item is looked at by itself, however large; and a new batch begins
 * at a size of 0 with its first item already in it, so that a batch grows by that item beyond what it may have.
 */
export const batchGroups = (groups: readonly DestinationRequest[]): readonly DestinationRequest[] => {
  const batches: Json[][] = [];
  let size = 0;
  for (const item of groups.flatMap(itemsOf)) {
    const bytes = bytesOf(item);
    const last = batches.at(-1);
    if (!last || size + bytes > MAX_BATCH_BYTES) {
      batches.push([item]);
      size = 0;
      continue;
    }
    last.push(item);
    size += bytes;
  }
  const [first] = groups;
  return first ? batches.map((batch) => ({ ...first, body: { batch } })) : [];
};

/** Defect 10: the router counts any 2xx as delivered, a 207 too, whatever items that names. */
export const countsAsDelivered = (status: number): boolean => status >= 200 && status < 300;
