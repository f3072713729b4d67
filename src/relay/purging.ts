import { KEY_DAYS } from './intake/expiry.ts';
import type { Logger } from './logger.ts';
import { daysOf, type Retention } from './retention.ts';
import type { Purged, PurgeOptions, RelayStore } from './store/store.ts';

export interface PurgingOptions {
  readonly store: Pick<RelayStore, 'purge' | 'deliveries'>;
  /** For how many days messages of unknown visitors are held. */
  readonly heldDays: number;
  readonly retention: Retention;
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

/** What is old by now. What is kept for good has no time. */
const horizons = ({ heldDays, retention }: PurgingOptions, now: number): PurgeOptions => {
  const { messages, quarantine, carts, persons } = daysOf(retention);
  const before = (days: number): number => now - days * DAY_MS;
  return {
    heldBefore: before(heldDays),
    keysBefore: before(KEY_DAYS),
    ...(messages !== false && { messagesBefore: before(messages) }),
    ...(quarantine !== false && { quarantineBefore: before(quarantine) }),
    ...(carts !== false && { cartsBefore: before(carts) }),
    ...(persons !== false && { personsBefore: before(persons) }),
    now,
  };
};

const COUNTED = ['held', 'messages', 'quarantined', 'carts', 'persons', 'visitors'] as const;

export const createPurging = (options: PurgingOptions): Purging => {
  const { store, logger, now } = options;
  let timer: ReturnType<typeof setInterval> | undefined;
  /** What sources have delivered is kept as long as what is held: it names people. */
  const purgeDeliveries = async (bodiesBefore: number, idsBefore: number): Promise<void> => {
    for (let count = 1; count > 0 && timer !== undefined;)
      count = (await store.deliveries?.purge({ bodiesBefore, idsBefore })) ?? 0;
  };
  const run = async (): Promise<void> => {
    const totals: Record<string, number> = {};
    const add = (purged: Purged): void =>
      COUNTED.forEach((name) => {
        if (purged[name] > 0) totals[name] = (totals[name] ?? 0) + purged[name];
      });
    for (let isDone = false; !isDone && timer !== undefined;) {
      const purged = await store.purge(horizons(options, now()));
      add(purged);
      isDone = purged.isDone;
    }
    const { heldBefore, keysBefore } = horizons(options, now());
    await purgeDeliveries(heldBefore, keysBefore);
    if (Object.keys(totals).length > 0) logger.info('purged', totals);
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
