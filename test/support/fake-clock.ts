import type { World } from '../../src/client/core/ports.ts';

/** A clock that stands still until it is told to go on. */
export interface FakeClock extends Pick<World, 'now' | 'random' | 'after'> {
  /** Runs every timer that falls due within `ms`, in order, letting promises settle between them. */
  readonly advance: (ms: number) => Promise<void>;
  /** Sets the clock, back or forth, as a visitor may. Timers keep their distance. */
  readonly set: (now: number) => void;
  readonly pending: () => number;
}

/** Lets everything that is ready run: promises, and storage that answers in a task of its own. */
export const settle = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
};

export const createFakeClock = (
  start: number = Date.UTC(2026, 10, 22, 10),
  random: () => number = () => 0.5,
): FakeClock => {
  let elapsed = 0;
  let offset = start;
  const timers = new Map<object, { at: number; task: () => void }>();
  const nextDue = (until: number): [object, { at: number; task: () => void }] | undefined =>
    [...timers].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at)[0];
  return {
    now: () => Math.floor(offset + elapsed), // whole milliseconds, as Date.now has them
    random,
    after: (delayMs, task) => {
      timers.set({}, { at: elapsed + delayMs, task });
    },
    advance: async (ms) => {
      const until = elapsed + ms;
      await settle();
      for (let due = nextDue(until); due; due = nextDue(until)) {
        timers.delete(due[0]);
        elapsed = Math.max(elapsed, due[1].at);
        due[1].task();
        await settle();
      }
      elapsed = until;
      await settle();
    },
    set: (now) => {
      offset = now - elapsed;
    },
    pending: () => timers.size,
  };
};
