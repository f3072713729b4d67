import type { Logger } from '../logger.ts';
import type { DeliveriesStore, DeliveryResult, StoredDelivery } from '../store/deliveries.ts';

export interface LoopOptions {
  readonly source: string;
  readonly deliveries: Pick<DeliveriesStore, 'waiting' | 'nextDue' | 'settle'>;
  readonly process: (delivery: StoredDelivery) => Promise<DeliveryResult>;
  readonly logger: Logger;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** Takes what a source has delivered, one by one in order of arrival, from its raw form into the store's messages. */
export interface SourceLoop {
  /** Says that there may be something new. */
  readonly wake: () => void;
  /** Takes nothing new; resolves when what is under way has ended. What waits is taken at the next start. */
  readonly stop: () => Promise<void>;
}

const CHUNK = 50;
/** When the store cannot commit: a full disk, mostly. */
const STORE_PAUSE_MS = 1_000;
/** setTimeout takes no more. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** Creates a loop at rest. A delivery whose store failed is taken again; its messages' ids make that harmless. */
export const createSourceLoop = ({ source, deliveries, process, logger, now }: LoopOptions): SourceLoop => {
  let running: Promise<void> | undefined;
  let isWoken = false;
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const wakeIn = (ms: number): void => {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(wake, Math.min(Math.max(ms, 0), LONGEST_TIMER_MS));
  };

  const takeOne = async (delivery: StoredDelivery): Promise<void> => {
    const result = await process(delivery);
    await deliveries.settle(result);
    const { topic, deliveryId } = delivery;
    const fields = { source, topic, deliveryId, ...('reason' in result && result.reason && { reason: result.reason }) };
    if (result.state === 'failed') logger.warn('delivery_failed', fields);
    else if (result.state !== 'done') logger.info(`delivery_${result.state}`, fields);
  };

  const takeAll = async (): Promise<void> => {
    for (let taken = CHUNK; taken === CHUNK && !isStopped;) {
      const chunk = await deliveries.waiting(source, now(), CHUNK);
      taken = chunk.length;
      for (const delivery of chunk) if (!isStopped) await takeOne(delivery);
    }
    const due = await deliveries.nextDue(source);
    if (due !== undefined) wakeIn(due - now());
  };

  const run = async (): Promise<void> => {
    while (isWoken && !isStopped) {
      isWoken = false;
      try {
        await takeAll();
      } catch (error) {
        logger.error('deliveries_failed', { source, error: error instanceof Error ? error.message : String(error) });
        wakeIn(STORE_PAUSE_MS);
      }
    }
    running = undefined;
  };

  const wake = (): void => {
    isWoken = true;
    if (!isStopped) running ??= run();
  };

  return {
    wake,
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
};
