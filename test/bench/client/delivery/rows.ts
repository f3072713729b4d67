import { pause } from '../../../faults/wait.ts';
import type { Act, Row, Stage } from './stage.ts';

const SECOND = 1_000;
const USUAL_WAIT_MS = 20 * SECOND;
/** A backoff that has grown for a minute may have a minute to go: half of it with the page open, half in the revisit. */
const LONG_WAIT_MS = 30 * SECOND;

const trackOffTheNet = async ({ collector, track }: Act): Promise<void> => {
  await collector.refuse();
  await track();
};

const killedAfter = async ({ all, visitor }: Stage, ms: number): Promise<void> => {
  await pause(ms);
  await visitor.kill();
  await all(({ collector }) => collector.accept());
};

const killedLater = async (stage: Stage, ms: number): Promise<void> => {
  await pause(20 * SECOND);
  await stage.all(trackOffTheNet);
  await killedAfter(stage, ms);
};

const errorsFor = async ({ all }: Stage, ms: number): Promise<void> => {
  await all(({ collector }) => collector.setWeather('errors'));
  await all(({ track }) => track());
  await pause(ms);
  await all(({ collector }) => collector.setWeather('fine'));
};

const refusedFor = async ({ all }: Stage, ms: number): Promise<void> => {
  await all(({ collector }) => collector.refuse());
  await all(({ track }) => track());
  await pause(ms);
  await all(({ collector }) => collector.accept());
};

const offlineThenGone = async ({ all, visitor }: Stage): Promise<void> => {
  await visitor.setOffline(true);
  await all(({ collector }) => collector.refuse());
  await all(({ track }) => track());
  await pause(2 * SECOND);
  await all(({ page }) => page.close());
  await visitor.quit();
  await all(({ collector }) => collector.accept());
};

const closedAtOnce = async ({ acts }: Stage): Promise<void> => {
  for (const { track, page } of acts) {
    await track('in one task');
    await page.close();
  }
};

const answersLost = async ({ all }: Stage): Promise<void> => {
  await all(({ collector }) => collector.setWeather('answer lost', 3));
  await all(({ track }) => track());
  await pause(SECOND);
};

/** What goes wrong, the same way for every SDK. */
export const rows: readonly Row[] = [
  {
    id: 'kill-0.5',
    title: 'Page open for 20 s, collector down, browser killed (SIGKILL) 0.5 s after the last event',
    quick: true,
    waitMs: USUAL_WAIT_MS,
    play: (stage) => killedLater(stage, SECOND / 2),
  },
  {
    id: 'kill-20',
    title: 'The same, killed 20 s after the last event',
    waitMs: USUAL_WAIT_MS,
    play: (stage) => killedLater(stage, 20 * SECOND),
  },
  {
    id: 'kill-20-new',
    title: 'The same, but the events came as soon as the page was open',
    waitMs: USUAL_WAIT_MS,
    whenOpen: trackOffTheNet,
    play: (stage) => killedAfter(stage, 20 * SECOND),
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
    waitMs: USUAL_WAIT_MS,
    play: (stage) => refusedFor(stage, 10 * SECOND),
  },
  {
    id: 'close',
    title: 'Ten events in one task, tab closed at once',
    delicate: true,
    quick: true,
    waitMs: USUAL_WAIT_MS,
    play: closedAtOnce,
  },
  {
    id: 'answer-lost',
    title: 'Three requests stored, their answers lost (connection reset)',
    waitMs: USUAL_WAIT_MS,
    play: answersLost,
  },
  {
    id: 'offline',
    title: 'Offline, tab and browser closed, opened again online',
    quick: true,
    waitMs: USUAL_WAIT_MS,
    play: offlineThenGone,
  },
];
