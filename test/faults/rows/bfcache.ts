import type { Tab } from '../engines/engine.ts';
import type { Row } from '../row.ts';
import type { World } from '../world.ts';
import { pause, waitFor } from '../wait.ts';
import { arrived, chromiumOnly, held, withClock } from './steps.ts';

/** A page in the cache runs no script: the tools that watch it did. Then a run shows nothing of the cache. */
const BY_THE_DRIVER = 'JavaScriptExecution';

interface CacheWatch {
  readonly reasons: readonly string[];
  /** Goes back, and waits until the page shows; to run a script before that would throw a page out of the cache. */
  readonly back: (path: string) => Promise<void>;
  readonly evaluate: <T>(expression: string) => Promise<T>;
  /** Whether it is still the page that the watch began with. */
  readonly isSame: () => Promise<boolean>;
}

/** What Chromium's own tools say of pages that were not kept; the page itself is told "masked". */
const watchCache = async (world: World, tab: Tab): Promise<CacheWatch> => {
  const chromium = await world.chromium();
  const cdp = await chromium.cdp(tab);
  const evaluate: CacheWatch['evaluate'] = (expression) => chromium.evaluate(tab, expression);
  await evaluate('window.mark = true');
  await cdp.send('Page.enable');
  const reasons: string[] = [];
  const shown: string[] = [];
  cdp.on('Page.backForwardCacheNotUsed', ({ notRestoredExplanations }) =>
    reasons.push(...notRestoredExplanations.map(({ reason }) => reason)),
  );
  cdp.on('Page.frameNavigated', ({ frame }) => shown.push(new URL(frame.url).pathname));
  return {
    reasons,
    back: async (path) => {
      const before = shown.length;
      const { currentIndex, entries } = await cdp.send('Page.getNavigationHistory');
      await cdp.send('Page.navigateToHistoryEntry', { entryId: entries[currentIndex - 1]!.id }); // by the browser: no script runs in the page that goes
      await waitFor(`${path} to show`, () => shown.slice(before).includes(path));
      await pause(200);
    },
    evaluate,
    isSame: () => evaluate('window.mark === true'),
  };
};

const checkRestored = async (world: World, { isSame, reasons }: CacheWatch): Promise<void> => {
  if (await isSame()) return;
  const byDriver = reasons.length > 0 && reasons.every((reason) => reason === BY_THE_DRIVER);
  world.check(byDriver, `the page did not come back from the cache: ${reasons.join(', ')}`);
  world.note('the driver threw the page out of the cache');
};

const b29: Row = {
  id: 'B29',
  title: 'the sending tab goes into the back-forward cache while another waits for the lock',
  engines: chromiumOnly,
  run: async (world) => {
    const sender = await world.open('/sender');
    const other = await world.open('/other');
    await sender.show();
    const cache = await watchCache(world, sender);
    world.faults.programme(() => ({ kind: 'hang', forward: world.random.chance() < 0.5 }));
    const labels = await world.track(sender, world.many(50));
    await arrived(world, 1);
    const waiting = await world.track(other, 5);
    world.faults.programme(() => ({ kind: 'pass' }));
    await sender.goto(`${world.shop.url()}/elsewhere`);
    world.recovered();
    const tookMs = await held(world, waiting, 12_000);
    await cache.back('/sender');
    await checkRestored(world, cache);
    const allMs = await held(world, [...labels, ...waiting]);
    world.note(`the waiter sent after ${tookMs} ms, all were there ${allMs} ms later`);
  },
};

const b30: Row = {
  id: 'B30',
  title: 'ten times into the back-forward cache and out again',
  engines: chromiumOnly,
  run: async (world) => {
    withClock(world);
    const tab = await world.open('/home');
    const pending: number[] = [];
    const cache = await watchCache(world, tab);
    for (let i = 0; i < 10; i++) {
      const labels = world.labels(world.random.whole(1, 5));
      await cache.evaluate(`lab.track(${JSON.stringify(labels)})`);
      await tab.goto(`${world.shop.url()}/away`);
      await cache.back('/home');
      pending.push(await cache.evaluate('lab.clock.pending()'));
    }
    await checkRestored(world, cache);
    await cache.evaluate('lab.clock.advance(30_000)');
    const left = await cache.evaluate<number>('lab.clock.pending()');
    world.check(
      left <= 2,
      `${left} timers are left after ten returns (${pending.join(', ')} on the way), at most 2 expected`,
    );
    world.note(`timers after each return: ${pending.join(', ')}; at the end ${left}`);
  },
};

export const bfcache: readonly Row[] = [b29, b30];
