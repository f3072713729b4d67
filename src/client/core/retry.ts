const BASE_MS = 1_000;
/** Longest wait while the page is visible, and while it is hidden. */
const CAP_VISIBLE_MS = 60_000;
const CAP_HIDDEN_MS = 300_000;
/** A wait beyond this is not believed: a wrong clock or a misconfigured proxy must not silence a shop. */
export const LONGEST_WAIT_MS = 3_600_000;

/** Full jitter: anything from 0 to the doubling bound. `attempt` counts from 1. */
export const backoffMs = (attempt: number, random: number, hidden: boolean): number =>
  random * Math.min(hidden ? CAP_HIDDEN_MS : CAP_VISIBLE_MS, BASE_MS * 2 ** attempt);

/** Reads `Retry-After`, seconds or an HTTP date, as milliseconds from now; 0 when it is absent or neither. */
export const retryAfterMs = (header: string | null | undefined, now: number): number =>
  Math.min(Math.max(Number(header) * 1_000 || Date.parse(header ?? '') - now || 0, 0), LONGEST_WAIT_MS);
