import { backoffMs } from './backoff.ts';

/**
 * `ok`: delivering. `open`: the destination is away, nothing is sent. `probing`: one lane finds out whether it is back.
 * `paused`: it refuses our credentials; probed too, but somebody has to act.
 */
export type Health = 'ok' | 'open' | 'probing' | 'paused';

/** What is known of a destination's health. Times are Unix milliseconds. */
export interface Breaker {
  readonly health: (now: number) => Health;
  /** What went wrong last; undefined while all is well. */
  readonly reason: () => string | undefined;
  /** How many lanes may be in flight at the same time, of so many at most. */
  readonly allowed: (now: number, most: number) => number;
  /** Before this nothing is sent; undefined while all is well. */
  readonly probeAt: () => number | undefined;
  readonly succeeded: () => void;
  readonly failed: (failure: { now: number; reason: string; afterMs?: number | undefined }) => void;
  /** The clock was set back by so much. */
  readonly clockSetBack: (byMs: number) => void;
  /** Credentials refused; true when that is news. */
  readonly refused: (failure: { now: number; reason: string }) => boolean;
  /** How many deliveries have succeeded so far, and how many failed since the last that did. */
  readonly successes: () => number;
  readonly failures: () => number;
}

/** So many lanes failing in a row are an outage. */
const FAILURES_TO_OPEN = 5;
/** An outage is probed at least this often, so that its end is noticed. */
export const PROBE_MS = 30_000;
/** Mended credentials are noticed this soon. */
const PAUSED_PROBE_MS = 60_000;

/** Probes come by so much of their time earlier, at most. */
const NARROW_JITTER = 0.1;

export const createBreaker = (random: () => number): Breaker => {
  let successes = 0;
  let failures = 0;
  let paused = false;
  let reason: string | undefined;
  let until: number | undefined;
  /** One probe at a time needs little jitter: with full jitter a long outage would be asked twice as often. */
  const narrow = (): number => 1 - NARROW_JITTER * random();
  return {
    health: (now) => (paused ? 'paused' : until === undefined ? 'ok' : now < until ? 'open' : 'probing'),
    allowed: (now, most) => (until === undefined ? most : now < until ? 0 : 1),
    reason: () => reason,
    probeAt: () => until,
    successes: () => successes,
    failures: () => failures,
    succeeded: () => {
      successes += 1;
      failures = 0;
      paused = false;
      reason = until = undefined;
    },
    failed: ({ now, reason: why, afterMs }) => {
      failures += 1;
      reason = why;
      if (afterMs !== undefined) until = Math.max(until ?? 0, now + afterMs);
      else if (failures >= FAILURES_TO_OPEN) until = now + backoffMs(failures - FAILURES_TO_OPEN + 1, narrow, PROBE_MS);
    },
    clockSetBack: (byMs) => {
      if (until !== undefined) until -= byMs;
    },
    refused: ({ now, reason: why }) => {
      const isNews = !paused;
      paused = true;
      reason = why;
      until = now + PAUSED_PROBE_MS;
      return isNews;
    },
  };
};
