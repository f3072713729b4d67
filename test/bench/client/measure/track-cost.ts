import { pause } from '../../../faults/wait.ts';
import type { Bundle } from '../bundle.ts';
import { inScene } from '../scene.ts';
import type { BenchPage } from '../shop.ts';
import { mainThreadMs, watchMainThread } from './main-thread.ts';

export interface TrackCost {
  /** Microseconds of each call, from call to return. */
  readonly callsUs: readonly number[];
  /** Milliseconds of main thread work per event, what was put off and the sending included. */
  readonly workMs: number;
}

const WARM_UP = 50;
const GAP_MS = 20;
const TAIL_MS = 2_000;

/** Runs in the page: each call in a task of its own. */
const callSpaced = async ({ calls, gapMs }: { calls: number; gapMs: number }): Promise<number[]> => {
  const { bench, product } = window as unknown as BenchPage;
  const tookUs: number[] = [];
  for (let call = 0; call < calls; call++) {
    await new Promise((resolve) => setTimeout(resolve, gapMs));
    const properties = product(`t${call}`);
    const start = performance.now();
    bench.track('product_viewed', properties);
    tookUs.push((performance.now() - start) * 1_000);
  }
  return tookUs;
};

/** Calls in a page that is cross-origin isolated, so that the clock has 5 µs steps. */
export const measureTrack = (bundle: Bundle, calls: number): Promise<TrackCost> =>
  inScene({ bundle, page: 'ready', isolated: true }, async ({ visitor, open }) => {
    const page = await open();
    const cdp = await visitor.cdp(page);
    await watchMainThread(cdp);
    await pause(1_000);
    if (!(await page.evaluate(() => crossOriginIsolated)))
      throw new Error('The page is not cross-origin isolated: its clock is too coarse');
    await page.evaluate(callSpaced, { calls: WARM_UP, gapMs: GAP_MS });
    await pause(TAIL_MS);
    const before = await mainThreadMs(cdp);
    const callsUs = await page.evaluate(callSpaced, { calls, gapMs: GAP_MS });
    await pause(TAIL_MS);
    return { callsUs, workMs: ((await mainThreadMs(cdp)) - before) / calls };
  });
