import { jsonBytes } from './bytes.ts';

/** What a request holds at most. */
export interface BatchLimits {
  readonly bytes: number;
  readonly items: number;
  /** Only items with equal keys share a request. Default: all may. */
  readonly keyOf?: ((item: unknown) => string) | undefined;
}

/** `{"batch":[` and `]}`, and what an envelope says beside it. */
const ENVELOPE_BYTES = 100;
const COMMA_BYTES = 1;

/** How many of the items, from the first on, go into the next request; at least one. */
export const nextBatch = (items: readonly unknown[], { bytes, items: most, keyOf }: BatchLimits): number => {
  const key = keyOf?.(items[0]);
  let room = bytes - ENVELOPE_BYTES;
  const end = items.findIndex((item, index) => {
    room -= jsonBytes(item) + COMMA_BYTES;
    return index > 0 && (room < 0 || index >= most || keyOf?.(item) !== key);
  });
  return end < 0 ? items.length : end;
};
