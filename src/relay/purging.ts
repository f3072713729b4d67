import type { Logger } from './logger.ts';
import type { RelayStore } from './store/store.ts';

export interface PurgingOptions {
  readonly store: Pick<RelayStore, 'purge' | 'deliveries'>;
  /** For how many days messages of unknown visitors are held. */
  readonly heldDays: number;
  readonly logger: Logger;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** Forgets, at the start and once an hour, what is older than it is kept. */
export interface Purging {
  readonly start: () => void;
  readonly stop: () => void;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A client tries for 14 days; a message id is remembered much longer, so that nothing is taken twice. */
const KEYS_DAYS = 90;

export const createPurging = ({ store, heldDays, logger, now }: PurgingOptions): Purging => {
  let timer: ReturnType<typeof setInterval> | undefined;
  /** What sources have delivered is kept as long as what is held: it names people. */
  const purgeDeliveries = async (bodiesBefore: number, idsBefore: number): Promise<void> => {
    for (let count = 1; count > 0 && timer !== undefined;)
      count = (await store.deliveries?.purge({ bodiesBefore, idsBefore })) ?? 0;
  };
  const run = async (): Promise<void> => {
    const heldBefore = now() - heldDays * DAY_MS;
    const keysBefore = now() - KEYS_DAYS * DAY_MS;
    let count = 0;
    for (let isDone = false; !isDone && timer !== undefined;) {
      const purged = await store.purge({ heldBefore, keysBefore, now: now() });
      count += purged.held;
      isDone = purged.isDone;
    }
    await purgeDeliveries(heldBefore, keysBefore);
    if (count > 0) logger.info('held_purged', { count, days: heldDays });
  };
  const runQuietly = (): void => {
    run().catch((error: unknown) => logger.error('purge_failed', { error: String(error) }));
  };
  return {
    start: () => {
      timer = setInterval(runQuietly, HOUR_MS);
      runQuietly();
    },
    stop: () => {
      clearInterval(timer);
      timer = undefined;
    },
  };
};
