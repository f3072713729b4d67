import type { Tab } from '../engines/engine.ts';
import type { Row } from '../row.ts';
import { waitFor } from '../wait.ts';
import { arrived, chromiumOnly, held, withClock } from './steps.ts';

interface Marked extends Window {
  mark?: boolean;
}

const atPath = (tab: Tab, path: string): Promise<void> =>
  waitFor(`${path} to show`, () => tab.run((wanted) => location.pathname === wanted && !!window.lab, path).catch(() => false));

const goAndMark = async (tab: Tab): Promise<void> => tab.run(() => void ((window as Marked).mark = true));

const isSamePage = (tab: Tab): Promise<boolean> => tab.run(() => (window as Marked).mark === true);

/** Why the browser did not keep the page; null when it did (Chromium's notRestoredReasons). */
const reasons = (tab: Tab): Promise<string> =>
  tab.run(() => JSON.stringify((performance.getEntriesByType('navigation')[0] as unknown as { notRestoredReasons?: unknown })?.notRestoredReasons ?? null));

const b29: Row = {
  id: 'B29',
  title: 'the sending tab goes into the back-forward cache while another waits for the lock',
  engines: chromiumOnly,
  run: async (world) => {
    const sender = await world.open('/sender');
    const other = await world.open('/other');
    await sender.show();
    await goAndMark(sender);
    world.faults.programme(() => ({ kind: 'hang', forward: world.random.chance() < 0.5 }));
    const labels = await world.track(sender, world.many(50));
    await arrived(world, 1);
    const waiting = await world.track(other, 5);
    world.faults.programme(() => ({ kind: 'pass' }));
    await sender.goto(`${world.shop.url()}/elsewhere`);
    world.recovered();
    const tookMs = await held(world, waiting, 12_000);
    await sender.back();
    await atPath(sender, '/sender');
    world.check(await isSamePage(sender), `the page did not come back from the cache: ${await reasons(sender)}`);
    world.check((await reasons(sender)) === 'null', `not restored: ${await reasons(sender)}`);
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
    await goAndMark(tab);
    const pending: number[] = [];
    for (let i = 0; i < 10; i++) {
      const labels = world.labels(world.random.whole(1, 5));
      const unsent = await tab.run((names) => void window.lab.track(names), labels);
      await tab.run(() => void (location.href = '/away'), unsent).catch(() => undefined); // the answer may go with the page
      await atPath(tab, '/away');
      await tab.back();
      await atPath(tab, '/home');
      pending.push(await tab.run(() => window.lab.clock!.pending()));
    }
    world.check(await isSamePage(tab), `the page did not come back from the cache: ${await reasons(tab)}`);
    await world.advance([tab], 30_000);
    const left = await tab.run(() => window.lab.clock!.pending());
    world.check(left <= 2, `${left} timers are left after ten returns (${pending.join(', ')} on the way), at most 2 expected`);
    world.note(`timers after each return: ${pending.join(', ')}; at the end ${left}`);
  },
};

export const bfcache: readonly Row[] = [b29, b30];
