import type { Delivery } from '../destinations/destination.ts';
import type { Logger } from '../logger.ts';
import type { Lane } from '../store/store.ts';
import { backoffMs } from './backoff.ts';
import { PROBE_MS, type Breaker } from './breaker.ts';
import { failureOf, type Failure, type RetryPlan } from './lane-result.ts';

/** Learns from each delivery how the destination is, and says when and at whose expense a failed one is repeated. */
export type Judge = (lane: Lane, delivery: Delivery, now: number) => RetryPlan;

interface FailingLane {
  /** How many successes the destination had when the lane failed last. */
  readonly successes: number;
  readonly failures: number;
}

export interface JudgeOptions {
  readonly name: string;
  readonly breaker: Breaker;
  readonly random: () => number;
  readonly logger: Logger;
}

export const createJudge = ({ name, breaker, random, logger }: JudgeOptions): Judge => {
  const failing = new Map<string, FailingLane>();

  /** Others got through since this lane failed before: then it is not the destination's outage. */
  const isItsOwn = (lane: string): boolean => {
    const before = failing.get(lane);
    failing.set(lane, { successes: breaker.successes(), failures: (before?.failures ?? 0) + 1 });
    return before !== undefined && breaker.successes() > before.successes;
  };

  const onPaused = ({ reason }: Failure, now: number): RetryPlan => {
    if (breaker.refused({ now, reason })) {
      logger.error('destination_paused', { destination: name, reason });
    }
    return { now, at: now, countsAsAttempt: false };
  };

  const onRetry = (lane: Lane, { reason }: Failure, afterMs: number | undefined, now: number): RetryPlan => {
    const countsAsAttempt = afterMs === undefined && isItsOwn(lane.lane);
    breaker.failed({ now, reason, afterMs });
    logger.warn('delivery_failed', { destination: name, person: lane.lane, reason, attempt: countsAsAttempt });
    const ownFailures = failing.get(lane.lane)?.failures ?? 1;
    const waitMs = countsAsAttempt ? backoffMs(ownFailures, random) : backoffMs(breaker.failures(), random, PROBE_MS);
    return { now, at: now + (afterMs ?? waitMs), countsAsAttempt };
  };

  return (lane, delivery, now) => {
    const failure = failureOf(delivery);
    if (!failure) {
      breaker.succeeded();
      failing.delete(lane.lane);
      return { now, at: now, countsAsAttempt: false };
    }
    if (failure.status === 'paused') return onPaused(failure, now);
    return onRetry(lane, failure, failure.afterMs, now);
  };
};
