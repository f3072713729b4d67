import { pause } from '../../../faults/wait.ts';
import type { Bundle } from '../bundle.ts';
import { inScene } from '../scene.ts';
import { tagOf, type BenchPage } from '../shop.ts';
import { mainThreadMs, watchMainThread } from './main-thread.ts';

/** Milliseconds at a processor four times slower. */
export interface Startup {
  /** From the script's text to its end: compiling and running it. */
  readonly evalMs: number;
  /** The call that starts the SDK, until it returns; Cartline starts while its script runs. */
  readonly initMs: number;
  /** All main thread work within 2 s, what was put off included. */
  readonly workMs: number;
}

const SLOWER = 4;
/** What an SDK puts off is over by then. */
const TAIL_MS = 2_000;

interface Task {
  readonly code: string;
  readonly adapter: string;
  readonly collector: string;
  readonly tag: Record<string, string>;
}

/** Runs in the page: an inline script is compiled and run before `append` returns, without network or code cache. */
const load = ({ code, adapter, collector, tag }: Task): { evalMs: number; initMs: number } => {
  const run = (text: string): void => {
    const script = document.createElement('script');
    Object.assign(script.dataset, tag);
    Object.defineProperty(script, 'src', { value: `http://${collector}/sdk.js` }); // an inline script has none, and ours asks where it came from
    script.textContent = text;
    document.head.append(script);
  };
  performance.mark('start');
  run(code);
  const evalMs = performance.measure('eval', 'start').duration;
  run(adapter);
  const { bench } = window as unknown as BenchPage;
  performance.mark('evaluated');
  bench.init({ collector, lifted: false });
  return { evalMs, initMs: performance.measure('init', 'evaluated').duration };
};

/** One cold start, in a fresh profile. */
export const measureStartup = (bundle: Bundle): Promise<Startup> =>
  inScene({ bundle, page: 'bare', isolated: true }, async ({ visitor, collector, open }) => {
    const page = await open();
    const cdp = await visitor.cdp(page);
    await watchMainThread(cdp);
    await page.evaluate(() => undefined);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    const before = await mainThreadMs(cdp);
    const { code, adapter } = bundle;
    const marks = await page.evaluate(load, { code, adapter, collector: collector.host, tag: tagOf(collector.host) });
    await pause(TAIL_MS);
    return { ...marks, workMs: (await mainThreadMs(cdp)) - before };
  });
