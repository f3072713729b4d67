import { signal } from '../engines/processes.ts';
import type { Tab } from '../engines/engine.ts';
import type { Row } from '../row.ts';
import { pause, waitFor } from '../wait.ts';
import type { World } from '../world.ts';
import { arrived, chromiumOnly, everywhere, held, lastWords, stored, trackInBursts, withClock } from './steps.ts';

const extraOnWire = ({ faults }: World): number => {
  const ids = faults.arrivals.flatMap(({ messages }) => messages.map(({ id }) => id));
  return ids.length - new Set(ids).size;
};

const mostAtOnce = ({ faults }: World): number => Math.max(0, ...faults.arrivals.map(({ concurrent }) => concurrent));

const b25: Row = {
  id: 'B25',
  title: 'two tabs, 500 events each, at the same time',
  engines: everywhere,
  run: async (world) => {
    const tabs = [await world.open('/1'), await world.open('/2')];
    world.faults.programme(() => ({ kind: 'pass', delayMs: world.random.whole(5, 60) }));
    const each = world.many(500, 100);
    const labels = (await Promise.all(tabs.map((tab) => trackInBursts(world, tab, each)))).flat();
    await held(world, labels);
    const extra = extraOnWire(world);
    world.check(mostAtOnce(world) <= 1, `${mostAtOnce(world)} requests at once, 1 expected`);
    world.check(extra <= labels.length / 100, `${extra} of ${labels.length} were sent twice, at most 1 % expected`);
    world.note(`${world.faults.arrivals.length} requests, ${extra} sent twice`);
  },
};

const b26: Row = {
  id: 'B26',
  title: '8 tabs opened at once on 200 queued rows',
  engines: chromiumOnly,
  run: async (world) => {
    const first = await world.open();
    await world.faults.refuse();
    const labels = await world.track(first, world.many(200, 60));
    await stored(first, labels);
    await first.close();
    await world.faults.accept();
    world.faults.programme(() => ({ kind: 'pass', delayMs: 20 }));
    await Promise.all(Array.from({ length: 8 }, (_, i) => world.open(`/${i}`)));
    await held(world, labels);
    const extra = extraOnWire(world);
    world.check(extra <= labels.length / 20, `${extra} of ${labels.length} were sent twice, at most 5 % expected`);
    world.note(`${world.faults.arrivals.length} requests, ${extra} sent twice`);
  },
};

const b28: Row = {
  id: 'B28',
  title: 'the sending tab is suspended (SIGSTOP) in the middle of its request for 60 s; another takes over within 15 s',
  engines: chromiumOnly,
  run: async (world) => {
    const sender = await world.open('/sender');
    withClock(world);
    const other = await world.open('/other');
    const pid = await (await world.chromium()).rendererOf(sender);
    world.faults.programme(() => ({ kind: 'hang', forward: world.random.chance() < 0.5 }));
    const labels = await world.track(sender, world.many(50));
    await arrived(world, 1);
    signal(pid, 'SIGSTOP');
    try {
      world.faults.programme(() => ({ kind: 'pass' }));
      const more = await world.track(other, 5);
      const start = await other.run(() => Date.now());
      const isHeld = async (): Promise<boolean> => {
        await world.view.sync();
        return [...labels, ...more].every((label) => world.view.held.has(label));
      };
      let tookMs = 0;
      while (!(await isHeld()) && tookMs < 40_000) {
        await world.advance([other], 500);
        tookMs = (await other.run(() => Date.now())) - start;
      }
      world.check(tookMs <= 15_000, `the other tab took over after ${tookMs} ms, 15,000 expected`);
      world.note(`taken over after ${tookMs} ms of the page's time`);
      if (world.isLong) await pause(20_000);
    } finally {
      signal(pid, 'SIGCONT');
    }
    await waitFor('the thawed tab to run again', () => sender.run(() => true));
  },
};

/** How long a put takes from `track` until it can be read, in the page. Milliseconds. */
const putMs = (tab: Tab, label: string): Promise<number> =>
  tab.run(async (name) => {
    const start = performance.now();
    window.lab.track([name]);
    await window.lab.stored([name]);
    return Math.round(performance.now() - start);
  }, label);

const b28b: Row = {
  id: 'B28b',
  title: 'another tab is suspended or busy right after track; a put here is not held up',
  engines: chromiumOnly,
  run: async (world) => {
    const other = await world.open('/other');
    const tab = await world.open('/here');
    await world.faults.refuse();
    const isStopped = world.random.chance() < 0.5;
    const pid = await (await world.chromium()).rendererOf(other);
    const names = world.labels(world.many(20));
    const busy = isStopped ? 0 : world.isLong ? 20_000 : 3_000;
    const running = lastWords(
      other,
      ([labels, ms]) => {
        window.lab.track(labels);
        for (const end = performance.now() + ms; performance.now() < end;);
      },
      [names, busy] as const,
    );
    if (isStopped) signal(pid, 'SIGSTOP');
    else await pause(100);
    try {
      const times: number[] = [];
      for (const label of world.labels(5)) times.push(await putMs(tab, label));
      const median = [...times].sort((a, b) => a - b)[2]!;
      world.check(median < 100, `a put took ${median} ms (median of ${times.join(', ')}), less than 100 expected`);
      world.note(`${isStopped ? 'stopped' : 'busy'}: puts of ${times.join(', ')} ms`);
    } finally {
      signal(pid, 'SIGCONT');
    }
    await running;
    if (isStopped) await stored(tab, names);
  },
};

const b48: Row = {
  id: 'B48',
  title: 'hidden and throttled to one wake-up a minute',
  engines: chromiumOnly,
  longOnly: 'the throttling sets in and lasts for minutes of real time',
  run: async (world) => {
    world.browserArgs.push('--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/5');
    const tab = await world.open();
    const other = await world.open('/other');
    await other.show();
    await pause(15_000);
    const labels = await world.track(tab, world.many(50));
    const tookMs = await held(world, labels, 90_000);
    world.check(tookMs <= 70_000, `everything arrived after ${tookMs} ms, 70,000 expected`);
    world.note(`all there after ${tookMs} ms`);
  },
};

export const tabs: readonly Row[] = [b25, b26, b28, b28b, b48];
