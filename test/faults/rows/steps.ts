import type { Tab } from '../engines/engine.ts';
import { atMost, pause, waitFor } from '../wait.ts';
import type { World } from '../world.ts';

/** Every engine that drives rows in which they may differ. */
export const everywhere = ['chromium', 'firefox', 'webkit'] as const;
export const chromiumOnly = ['chromium'] as const;

/** Gives a page a clock of its own that can be taken ahead. */
export const withClock = (world: World): void => {
  world.shop.options.clockMs = 0;
};

/** Tracks in bursts of chance sizes, a few milliseconds apart. */
export const trackInBursts = async (world: World, tab: Tab, count: number, bytes: number = 1): Promise<string[]> => {
  const made: string[] = [];
  while (made.length < count) {
    const burst = Math.min(world.random.whole(1, 12), count - made.length);
    made.push(...(await world.track(tab, burst, bytes)));
    await pause(world.random.whole(0, 30));
  }
  return made;
};

/** Waits until IndexedDB has these rows. */
export const stored = async (tab: Tab, labels: readonly string[]): Promise<void> => {
  const there = await atMost(
    15_000,
    tab.run((wanted) => window.lab.stored(wanted).then(() => true), labels),
  );
  if (!there) throw new Error(`IndexedDB did not get ${labels.length} rows within 15 s`);
};

export const rowsIn = (tab: Tab): Promise<string[]> => tab.run(() => window.lab.rows());

export const begun = (tab: Tab): Promise<number> => tab.run(() => window.lab.fetches.begun());

/** Waits until the fault server has had so many requests. */
export const arrived = (world: World, requests: number, ms?: number): Promise<void> =>
  waitFor(`${requests} requests`, () => world.faults.arrivals.length >= requests, ms);

/** Waits until the relay has all of these; the milliseconds it took. */
export const held = async (world: World, labels: readonly string[], ms: number = 30_000): Promise<number> => {
  const start = Date.now();
  await waitFor(
    `the relay to have ${labels.length} messages`,
    async () => {
      await world.view.sync();
      return labels.every((label) => world.view.held.has(label));
    },
    ms,
  );
  return Date.now() - start;
};

/** How many labels of these came over the wire. */
export const onWire = ({ faults }: World, labels: readonly string[]): number => {
  const came = new Set(faults.arrivals.flatMap(({ messages }) => messages.map(({ label }) => label)));
  return labels.filter((label) => came.has(label)).length;
};

/** Runs what ends its own page: the answer never comes, and nobody waits for it. */
export const lastWords = async <A>(tab: Tab, task: (arg: A) => unknown, arg: A): Promise<void> => {
  await atMost(1_500, tab.run(task, arg));
};

/** A visitor who was here before: the browser has had the time to write the id down. */
export const knownVisitor = async (world: World): Promise<void> => {
  await world.open();
  await world.quitBrowser();
};
