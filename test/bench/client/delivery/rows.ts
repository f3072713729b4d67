import { pause } from '../../../faults/wait.ts';
import type { Row, Stage } from './stage.ts';

const SECOND = 1_000;
const USUAL_WAIT_MS = 20 * SECOND;
/** A backoff that has grown for a minute may have a minute to go: half of it with the page open, half in the revisit. */
const LONG_WAIT_MS = 30 * SECOND;

const killedAfter = async ({ collector, track, visitor }: Stage, ms: number): Promise<void> => {
  await collector.refuse();
  await track();
  await pause(ms);
  await visitor.kill();
  await collector.accept();
};

const errorsFor = async ({ collector, track }: Stage, ms: number): Promise<void> => {
  collector.setWeather('errors');
  await track();
  await pause(ms);
  collector.setWeather('fine');
};

const refusedFor = async ({ collector, track }: Stage, ms: number): Promise<void> => {
  await collector.refuse();
  await track();
  await pause(ms);
  await collector.accept();
};

const offlineThenGone = async ({ collector, visitor, track, page }: Stage): Promise<void> => {
  await visitor.setOffline(true);
  await collector.refuse();
  await track();
  await pause(2 * SECOND);
  await page.close();
  await visitor.quit();
  await collector.accept();
};

/** What goes wrong, the same way for every SDK. */
export const rows: readonly Row[] = [
  {
    id: 'kill-0.5',
    title: 'Collector down, browser killed (SIGKILL) 0.5 s after the last event',
    quick: true,
    waitMs: USUAL_WAIT_MS,
    play: (stage) => killedAfter(stage, SECOND / 2),
  },
  {
    id: 'kill-20',
    title: 'The same after 20 s, on a page just opened',
    waitMs: USUAL_WAIT_MS,
    play: (stage) => killedAfter(stage, 20 * SECOND),
  },
  {
    id: 'kill-20-open',
    title: 'The same after 20 s, on a page that had been open for 20 s',
    waitMs: USUAL_WAIT_MS,
    play: async (stage) => {
      await pause(20 * SECOND);
      await killedAfter(stage, 20 * SECOND);
    },
  },
  {
    id: 'error-10',
    title: 'Answers 500 for 10 s, page stays open',
    quick: true,
    waitMs: USUAL_WAIT_MS,
    play: (stage) => errorsFor(stage, 10 * SECOND),
  },
  {
    id: 'error-60',
    title: 'Answers 500 for 60 s, page stays open',
    waitMs: LONG_WAIT_MS,
    play: (stage) => errorsFor(stage, 60 * SECOND),
  },
  {
    id: 'refuse-10',
    title: 'Refuses connections for 10 s, page stays open',
    quick: true,
    waitMs: USUAL_WAIT_MS,
    play: (stage) => refusedFor(stage, 10 * SECOND),
  },
  {
    id: 'close',
    title: 'Ten events in one task, tab closed at once',
    delicate: true,
    quick: true,
    waitMs: USUAL_WAIT_MS,
    play: async ({ page, track }) => {
      await track('in one task');
      await page.close();
    },
  },
  {
    id: 'answer-lost',
    title: 'Three requests stored, their answers lost (connection reset)',
    quick: true,
    waitMs: USUAL_WAIT_MS,
    play: async ({ collector, track }) => {
      collector.setWeather('answer lost', 3);
      await track();
      await pause(SECOND);
    },
  },
  {
    id: 'offline',
    title: 'Offline, tab and browser closed, opened again online',
    quick: true,
    waitMs: USUAL_WAIT_MS,
    play: offlineThenGone,
  },
];
