import { bytesOf, limits } from './limits.ts';

/** `{"batch":[` and `]}`. */
const ENVELOPE_BYTES = 12;
const COMMA_BYTES = 1;

export const itemBytes = (item: unknown): number => bytesOf(JSON.stringify(item));

/** Cuts the items, in order, into as few batches as the size of a request allows. */
export const toBatches = <T>(items: readonly T[], maxBytes: number = limits.batchBytes): readonly (readonly T[])[] => {
  const batches: T[][] = [];
  let room = 0;
  items.forEach((item) => {
    const bytes = itemBytes(item) + COMMA_BYTES;
    if (bytes > room || batches.length === 0) {
      batches.push([]);
      room = maxBytes - ENVELOPE_BYTES;
    }
    batches.at(-1)?.push(item);
    room -= bytes;
  });
  return batches;
};
