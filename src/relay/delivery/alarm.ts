/** A timer for a moment, on a clock that is given. */
export interface Alarm {
  /** Rings at this moment (Unix ms) instead of any other; not at all without one. */
  readonly set: (at: number | undefined) => void;
  readonly at: () => number | undefined;
}

/** Timers of Node overflow after 24.8 days; to be woken once an hour for nothing costs nothing. */
const LONGEST_MS = 3_600_000;

export const createAlarm = (now: () => number, ring: () => void): Alarm => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let at: number | undefined;
  return {
    at: () => at,
    set: (next) => {
      clearTimeout(timer);
      at = next;
      if (next !== undefined) timer = setTimeout(ring, Math.min(Math.max(next - now(), 0), LONGEST_MS));
    },
  };
};
