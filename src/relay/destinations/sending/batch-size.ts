/** How many items a request carries now: fewer while the destination chokes on large ones, more again when it does not. */
export interface BatchSize {
  readonly items: () => number;
  readonly succeeded: () => void;
  /** The destination was too slow for the last request, or called it too large. */
  readonly choked: () => void;
}

const GROWTH = 1.5;

/** Starts at the most that is allowed: a healthy destination gets few, large requests. */
export const createBatchSize = (most: number): BatchSize => {
  let now = most;
  return {
    items: () => Math.floor(now),
    succeeded: () => {
      now = Math.min(most, now * GROWTH);
    },
    choked: () => {
      now = Math.max(1, now / 2);
    },
  };
};
