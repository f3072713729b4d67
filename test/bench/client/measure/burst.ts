import { holds, pause } from '../../../faults/wait.ts';
import type { Bundle } from '../bundle.ts';
import { inScene } from '../scene.ts';
import type { BenchPage } from '../shop.ts';

export interface Burst {
  readonly events: number;
  /** The caller's own loop of so many calls. */
  readonly loopMs: number;
  /** The longest task beyond that loop; 0: none reached 50 ms, from where browsers report them. */
  readonly longestMs: number;
  /** How many of the events came to the collector while the page was watched. */
  readonly arrived: number;
}

interface Tasks {
  readonly loop: readonly [start: number, end: number];
  /** Start and duration of each task of 50 ms or more. */
  readonly long: readonly (readonly [start: number, duration: number])[];
}

/** Runs in the page. */
const burst = async (events: number): Promise<number[]> => {
  const { bench, product } = window as unknown as BenchPage;
  const long: [number, number][] = [];
  Object.assign(window, { long });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) long.push([startTime, duration]);
  }).observe({ type: 'longtask' });
  await new Promise((resolve) => setTimeout(resolve, 100));
  const start = performance.now();
  for (let event = 0; event < events; event++) bench.track('product_viewed', product(`b${event}`));
  return [start, performance.now()];
};

/** What the loop's own task did after the loop (promise callbacks, say) counts as a task beyond it. */
const longestBeyond = ({ loop: [start, end], long }: Tasks): number =>
  Math.max(
    0,
    ...long.map(([from, duration]) => (from <= start && from + duration >= end ? from + duration - end : duration)),
  );

export const measureBurst = (bundle: Bundle, events: number, watchMs: number): Promise<Burst> =>
  inScene({ bundle, page: 'ready', isolated: true }, async ({ collector, open }) => {
    const page = await open();
    await pause(1_500);
    const loop = (await page.evaluate(burst, events)) as [number, number];
    const arrived = (): number => new Set(collector.events.map(({ benchId }) => benchId)).size;
    await holds(() => arrived() >= events, watchMs, 100);
    await pause(1_000);
    const long = await page.evaluate(() => (window as unknown as { long: [number, number][] }).long);
    return { events, loopMs: loop[1] - loop[0], longestMs: longestBeyond({ loop, long }), arrived: arrived() };
  });
