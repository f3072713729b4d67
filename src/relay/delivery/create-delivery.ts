import type { Destination } from '../destinations/destination.ts';
import { silentLogger, type Logger } from '../logger.ts';
import type { RelayStore } from '../store/store.ts';
import { createClockWatch } from './clock-watch.ts';
import { createDestinationLoop, type DestinationLoop, type DestinationState } from './destination-loop.ts';

export interface DeliveryOptions {
  readonly store: RelayStore;
  readonly destinations: readonly Destination[];
  /** Unix milliseconds. */
  readonly now?: () => number;
  /** Milliseconds of a clock that nobody can set, to notice that the other was. Default: nobody looks. */
  readonly steady?: () => number;
  /** From 0 up to 1, for jitter. */
  readonly random?: () => number;
  readonly logger?: Logger;
}

/** Brings what the store has accepted to the destinations. */
export interface Delivery {
  /** Begins to deliver, and has each destination look at its own settings once. The store must be open. */
  readonly start: () => void;
  /** Says that there may be something new; call it after each append. Costs little when there is not. */
  readonly wake: () => void;
  /** Takes nothing new, gives what is in flight 8 s to end, hands the leases over. Resolves within 10 s. */
  readonly stop: () => Promise<void>;
  /** How each destination does. */
  readonly state: () => readonly DestinationState[];
}

const FINISH_MS = 8_000;
/** An aborted request still has its result written. */
const ABORTED_MS = 1_500;
const CHECK_MS = 10_000;

const timeout = (ms: number): { readonly over: Promise<void>; readonly clear: () => void } => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return { over, clear: () => clearTimeout(timer) };
};

/** Resolves when the work is done, or after so long. */
const within = async (work: Promise<unknown>, ms: number): Promise<void> => {
  const { over, clear } = timeout(ms);
  await Promise.race([work, over]);
  clear();
};

const checkSettings = async ({ name, check }: Destination, logger: Logger): Promise<void> => {
  const result = await check?.({ signal: AbortSignal.timeout(CHECK_MS) });
  if (result?.status === 'warning') logger.warn('destination_settings', { destination: name, reason: result.message });
};

const stopLoops = async (loops: readonly DestinationLoop[]): Promise<void> => {
  const stopped = Promise.all(loops.map((loop) => loop.stop()));
  await within(stopped, FINISH_MS);
  loops.forEach((loop) => loop.abort());
  await within(stopped, ABORTED_MS);
};

/**
 * Delivers to each destination at its own pace: a person's lane in order, several persons at a time. A failing
 * destination is tried again with growing pauses and uses up nobody's attempts; nothing is lost meanwhile.
 *
 * @example
 * const delivery = createDelivery({ store, destinations: [customerioTrack({ siteId, apiKey, region: 'eu' })] });
 * delivery.start();
 */
export const createDelivery = (options: DeliveryOptions): Delivery => {
  const { store, destinations, now = Date.now, random = Math.random, logger = silentLogger } = options;
  const setBack = createClockWatch({ now, steady: options.steady ?? now });
  const checkClock = async (): Promise<void> => {
    const byMs = setBack();
    if (byMs === 0) return;
    logger.warn('clock_set_back', { byMs });
    loops.forEach((loop) => loop.clockSetBack(byMs));
    await store.clockSetBack(byMs, now());
    wake();
  };
  const common = { store, now, random, logger, checkClock };
  const loops: readonly DestinationLoop[] = destinations.map((destination) =>
    createDestinationLoop({ ...common, destination }),
  );
  let isRunning = false;
  const wake = (): void => {
    if (isRunning) loops.forEach((loop) => loop.wake());
  };
  return {
    wake,
    start: () => {
      isRunning = true;
      destinations.forEach((destination) => {
        checkSettings(destination, logger).catch((error: unknown) => {
          logger.warn('destination_check_failed', { destination: destination.name, error: String(error) });
        });
      });
      wake();
    },
    stop: async () => {
      if (!isRunning) return;
      isRunning = false;
      await stopLoops(loops);
      await store.handOver();
    },
    state: () => loops.map((loop) => loop.state()),
  };
};
