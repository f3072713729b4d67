import type { DeliverContext, Delivery, Destination } from '../destinations/destination.ts';
import type { Logger } from '../logger.ts';
import type { Lane, LaneResult, RelayStore } from '../store/store.ts';
import { createBreaker, type Health } from './breaker.ts';
import { deliverErasure } from './erase-lane.ts';
import { createJudge } from './judge.ts';
import { withHistory } from './history.ts';
import { laneResult, type RetryPlan } from './lane-result.ts';
import { createNotes } from './notes.ts';
import { createPump } from './pump.ts';

/** How a destination does. */
export interface DestinationState {
  readonly name: string;
  readonly status: Health;
  /** What went wrong last. */
  readonly reason?: string;
  /** When something will be sent next, if anything is waiting: Unix milliseconds. */
  readonly nextAttemptAt?: number;
}

export interface LoopOptions {
  readonly store: RelayStore;
  readonly destination: Destination;
  readonly now: () => number;
  readonly random: () => number;
  readonly logger: Logger;
  /** Looks whether the clock was set back, and moves along what waits. */
  readonly checkClock: () => Promise<void>;
}

/** Delivers to one destination: claims lanes, delivers several at a time, settles each. */
export interface DestinationLoop {
  readonly wake: () => void;
  /** Claims no more; resolves when what was in flight is settled. `abort` ends it early. */
  readonly stop: () => Promise<void>;
  readonly abort: () => void;
  readonly clockSetBack: (byMs: number) => void;
  readonly state: () => DestinationState;
}

/** Longer than any request may take, shorter than anybody likes to wait for the lanes of a relay that died. */
const LEASE_MS = 60_000;
/** What is in flight ends so long before its lease does. */
const LEASE_MARGIN_MS = 10_000;
const SETTLE_RETRY_MS = 500;

/** A destination that throws has a bug; its lane waits, the others go on. */
const thrown = (error: unknown): Delivery => ({
  person: { verdict: { status: 'retry', reason: `the destination failed: ${String(error)}` }, memory: {} },
  messages: [],
});

/** One delivery, which never throws and never outlives its lease. */
const deliver = async (
  destination: Destination,
  lane: Lane,
  stopping: AbortSignal,
  context: Omit<DeliverContext, 'signal'>,
): Promise<Delivery> => {
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(LEASE_MS - LEASE_MARGIN_MS)]);
  try {
    if (lane.erasure) return await deliverErasure(destination, lane, { ...context, signal });
    return await destination.deliver(withHistory(lane, destination.history), { ...context, signal });
  } catch (error) {
    return thrown(error);
  }
};

export const createDestinationLoop = (options: LoopOptions): DestinationLoop => {
  const { store, destination, now, random, logger } = options;
  const { name, limits } = destination;
  const breaker = createBreaker(random);
  const judge = createJudge({ name, breaker, random, logger });
  const stopping = new AbortController();
  const notes = createNotes(options);

  /** What our own stopping cut off is nobody's failure. */
  const plan = (lane: Lane, delivery: Delivery): RetryPlan =>
    stopping.signal.aborted ? { now: now(), at: now(), countsAsAttempt: false } : judge(lane, delivery, now());

  /** A store that cannot commit (a full disk) is asked again: else the lane would wait for the end of its lease. */
  const settle = async (result: LaneResult, patienceMs: number = LEASE_MARGIN_MS): Promise<readonly string[]> => {
    try {
      return await store.settle(name, [result], now());
    } catch (error) {
      if (patienceMs <= 0 || stopping.signal.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, SETTLE_RETRY_MS));
      return settle(result, patienceMs - SETTLE_RETRY_MS);
    }
  };

  const perform = async (lane: Lane): Promise<void> => {
    const delivery = await deliver(destination, lane, stopping.signal, { now: now(), notes });
    delivery.refusals?.forEach((reason) => logger.warn('delivery_refused_in_part', { destination: name, reason }));
    const merged = delivery.person?.absorbed?.length ?? 0;
    if (merged > 0) logger.info('persons_merged', { destination: name, person: lane.lane, merged });
    const stale = await settle(laneResult(lane, delivery, plan(lane, delivery)));
    if (stale.length > 0) logger.warn('lease_lost', { destination: name, person: lane.lane });
  };

  const pump = createPump({
    name,
    now,
    logger,
    prepare: options.checkClock,
    room: (inFlight) => breaker.allowed(now(), limits.lanes) - inFlight,
    claim: (lanes) => store.claim(name, { lanes, perLane: limits.perLane, leaseMs: LEASE_MS, now: now() }),
    perform,
    nextAt: async () => (breaker.allowed(now(), 1) === 0 ? breaker.probeAt() : store.nextDue(name)),
  });

  return {
    wake: pump.wake,
    stop: pump.stop,
    abort: () => stopping.abort(),
    clockSetBack: breaker.clockSetBack,
    state: () => {
      const reason = breaker.reason();
      const nextAttemptAt = breaker.probeAt() ?? pump.nextAt();
      return {
        name,
        status: breaker.health(now()),
        ...(reason !== undefined && { reason }),
        ...(nextAttemptAt !== undefined && { nextAttemptAt }),
      };
    },
  };
};
