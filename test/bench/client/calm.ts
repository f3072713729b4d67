import { cpus } from 'node:os';
import { pause } from '../../faults/wait.ts';

/** Waits until other programs leave the processors alone, as far as its patience goes. */
export interface Calm {
  readonly wait: () => Promise<void>;
  /** How often it waited, and how often in vain. */
  readonly counts: { waits: number; inVain: number };
}

const SAMPLE_MS = 400;
const BUSY_SHARE = 0.3;
const MOST_WAIT_MS = 15_000;

const spent = (): { idle: number; all: number } => {
  const times = cpus().map((one) => one.times);
  const idle = times.reduce((sum, time) => sum + time.idle, 0);
  return { idle, all: times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, idle) };
};

const isBusy = async (): Promise<boolean> => {
  const before = spent();
  await pause(SAMPLE_MS);
  const after = spent();
  return 1 - (after.idle - before.idle) / (after.all - before.all) > BUSY_SHARE;
};

/** `patienceMs`: so long may all waits take together. */
export const createCalm = (patienceMs: number): Calm => {
  const counts = { waits: 0, inVain: 0 };
  let left = patienceMs;
  const wait = async (): Promise<void> => {
    const start = Date.now();
    const most = Math.min(left, MOST_WAIT_MS);
    counts.waits++;
    while (await isBusy()) {
      if (Date.now() - start < most) continue;
      counts.inVain++;
      break;
    }
    left = Math.max(0, left - (Date.now() - start));
  };
  return { wait, counts };
};
