import { real, turn } from './real.ts';

/** Time in the page, for rows that last hours: it runs as the real one does, and can be taken ahead. */
export interface PageClock {
  /** Runs what falls due within so long, one timer after the other, each with its requests and its storage. */
  readonly advance: (ms: number) => Promise<void>;
  /** Sets the clock, back or forth, as a visitor may: timers keep their distance. */
  readonly shift: (ms: number) => void;
  /** How far it is from the real one. */
  readonly offset: () => number;
  /** Timers that wait. */
  readonly pending: () => number;
}

interface Timer {
  due: number;
  readonly task: () => void;
  handle: number;
}

/** A step is over when nothing was sent for so long, or has not come back in so long: it hangs. */
const QUIET_MS = 25;
const HANGS_MS = 2_000;

/** Waits until the page has nothing under way. */
const settle = async (isBusy: () => boolean): Promise<void> => {
  const start = real.sinceStart();
  let quietSince = start;
  for (;;) {
    await turn();
    const now = real.sinceStart();
    if (isBusy()) quietSince = now;
    if (now - quietSince > QUIET_MS || now - start > HANGS_MS) return;
  }
};

/** Replaces the page's Date, performance's time, setTimeout and AbortSignal.timeout. */
export const installClock = (startOffset: number, isBusy: () => boolean): PageClock => {
  let offset = startOffset;
  let advanced = 0;
  let last = 1_000_000; // apart from the ids of real timers
  const timers = new Map<number, Timer>();
  const now = (): number => Math.floor(real.now() + offset); // whole milliseconds, as Date.now has them

  const RealDate = real.Date;
  window.Date = class extends RealDate {
    constructor(...args: []) {
      if (args.length) super(...args);
      else super(now());
    }
    static override now(): number {
      return now();
    }
  } as DateConstructor;

  // Steady, as the browser's own: time runs on, but a clock that is set does not move it.
  performance.now = () => real.sinceStart() + advanced;
  const { timeOrigin } = performance;
  Object.defineProperty(performance, 'timeOrigin', { value: timeOrigin + startOffset });

  const ahead = (ms: number): void => {
    offset += Math.max(0, ms);
    advanced += Math.max(0, ms);
  };

  const fire = (id: number): void => {
    const timer = timers.get(id);
    if (!timer) return;
    timers.delete(id);
    real.clearTimeout(timer.handle);
    timer.task();
  };

  const arm = (id: number, timer: Timer): void => {
    real.clearTimeout(timer.handle);
    timer.handle = real.setTimeout(() => fire(id), Math.min(Math.max(0, timer.due - now()), 2 ** 31 - 1));
  };

  window.setTimeout = ((task: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): number => {
    const timer = { due: now() + ms, task: () => task(...args), handle: 0 };
    timers.set(++last, timer);
    arm(last, timer);
    return last;
  }) as typeof window.setTimeout;
  window.clearTimeout = ((id: number): void => {
    const timer = timers.get(id);
    if (timer) real.clearTimeout(timer.handle);
    timers.delete(id);
  }) as typeof window.clearTimeout;

  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    window.setTimeout(() => controller.abort(new DOMException('The operation timed out.', 'TimeoutError')), ms);
    return controller.signal;
  };

  const nextDue = (end: number): [number, Timer] | undefined =>
    [...timers].filter(([, { due }]) => due <= end).sort(([, a], [, b]) => a.due - b.due)[0];

  return {
    advance: async (ms) => {
      const end = now() + ms;
      await settle(isBusy);
      for (let next = nextDue(end); next; next = nextDue(end)) {
        ahead(next[1].due - now());
        fire(next[0]);
        await settle(isBusy);
      }
      ahead(end - now());
      for (const [id, timer] of timers) arm(id, timer);
    },
    shift: (ms) => {
      offset += ms;
      for (const [id, timer] of timers) {
        timer.due += ms;
        arm(id, timer);
      }
    },
    offset: () => offset,
    pending: () => timers.size,
  };
};
