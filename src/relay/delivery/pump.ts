import type { Logger } from '../logger.ts';
import type { Lane } from '../store/store.ts';
import { createAlarm } from './alarm.ts';
import { createInFlight } from './in-flight.ts';

export interface PumpOptions {
  readonly name: string;
  readonly now: () => number;
  readonly logger: Logger;
  /** Called before each look. */
  readonly prepare: () => Promise<void>;
  /** How many more lanes may be taken while so many are in flight. */
  readonly room: (inFlight: number) => number;
  readonly claim: (lanes: number) => Promise<readonly Lane[]>;
  readonly perform: (lane: Lane) => Promise<void>;
  /** When to look again; undefined when there is nothing to wait for. */
  readonly nextAt: () => Promise<number | undefined>;
}

/** Keeps lanes flowing: looks when woken, when one has ended, and when the next falls due; never in between. */
export interface Pump {
  readonly wake: () => void;
  readonly stop: () => Promise<void>;
  readonly nextAt: () => number | undefined;
}

/** When the store itself fails. */
const STORE_RETRY_MS = 1_000;

export const createPump = (options: PumpOptions): Pump => {
  const { name, now, logger, room } = options;
  let round: Promise<void> | undefined;
  let isWoken = false;
  let isStopped = false;

  const complain = (code: string) => (error: unknown) => {
    logger.error(code, { destination: name, error: String(error) });
  };

  const wake = (): void => {
    isWoken = true;
    if (!isStopped) round ??= rounds();
  };
  const alarm = createAlarm(now, wake);
  const inFlight = createInFlight(complain('settle_failed')); // sent again, under the same ids, when the lease ends

  const look = async (): Promise<void> => {
    await options.prepare();
    const lanes = room(inFlight.size());
    const claimed = lanes > 0 ? await options.claim(lanes) : [];
    if (isStopped) return;
    claimed.forEach((lane) => inFlight.add(options.perform(lane), wake));
    const at = await options.nextAt();
    // while nothing more may be taken, what is due waits for what is in flight, whose end wakes us
    const isFull = room(inFlight.size()) <= 0 && at !== undefined && at <= now();
    alarm.set(isStopped || isFull ? undefined : at);
  };

  const rounds = async (): Promise<void> => {
    while (isWoken && !isStopped) {
      isWoken = false;
      await look().catch((error: unknown) => {
        complain('claim_failed')(error);
        alarm.set(now() + STORE_RETRY_MS);
      });
    }
    round = undefined;
  };

  return {
    wake,
    nextAt: alarm.at,
    stop: async () => {
      isStopped = true;
      alarm.set(undefined);
      await round;
      await inFlight.ended();
    },
  };
};
