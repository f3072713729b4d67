import { signal } from '../engines/processes.ts';
import type { Row } from '../row.ts';
import { atMost, pause, waitFor } from '../wait.ts';
import { arrived, chromiumOnly, held, knownVisitor, lastWords, stored, trackInBursts } from './steps.ts';

const b4: Row = {
  id: 'B4',
  title: 'track when the page is hidden; renderer SIGKILLed 50 ms later',
  engines: chromiumOnly,
  run: async (world) => {
    const other = await world.open('/other');
    const tab = await world.open();
    const pid = await (await world.chromium()).rendererOf(tab);
    if (world.random.chance() < 0.5) await world.faults.refuse();
    const labels = world.labels(world.many(50));
    await tab.run(
      (names) =>
        document.addEventListener('visibilitychange', () => {
          if (!document.hidden) return;
          window.lab.track(names);
          localStorage.setItem('tracked', 'yes');
        }),
      labels,
    );
    await other.show();
    await waitFor('the page to be hidden', () => other.run(() => localStorage.getItem('tracked') === 'yes'));
    await pause(50);
    signal(pid, 'SIGKILL');
  },
};

const b5: Row = {
  id: 'B5',
  title: 'track, then a busy loop; renderer SIGKILLed in it',
  engines: chromiumOnly,
  run: async (world) => {
    await world.open('/other');
    const tab = await world.open();
    const pid = await (await world.chromium()).rendererOf(tab);
    const labels = world.labels(world.many(50));
    const running = lastWords(
      tab,
      (names) => {
        window.lab.track(names);
        document.title = 'busy';
        for (const end = performance.now() + 4_000; performance.now() < end;);
      },
      labels,
    );
    await pause(world.random.whole(150, 600));
    signal(pid, 'SIGKILL');
    await running;
  },
};

const b6: Row = {
  id: 'B6',
  title: 'renderer crashes (Page.crash) right after track',
  engines: chromiumOnly,
  run: async (world) => {
    await world.open('/other');
    const tab = await world.open();
    const cdp = await (await world.chromium()).cdp(tab);
    const labels = await world.track(tab, world.many(50));
    await atMost(300, cdp.send('Page.crash'));
    world.note(`${labels.length} tracked`);
  },
};

const b7: Row = {
  id: 'B7',
  title: 'browser SIGKILLed 0, 0.5, 2 or 20 s after the rows were stored; relay down',
  engines: ['chromium', 'firefox'],
  run: async (world) => {
    await knownVisitor(world);
    const tab = await world.open();
    await world.faults.refuse();
    const labels = await trackInBursts(world, tab, world.many(50), world.random.whole(1, 400));
    await stored(tab, labels);
    const delayMs = world.random.pick(world.isLong ? [0, 500, 2_000, 20_000] : [0, 500]);
    await pause(delayMs);
    await world.killBrowser();
    world.note(`${delayMs} ms after`);
  },
};

const b7b: Row = {
  id: 'B7b',
  title: "B7 within the first seconds of a visitor's first visit: the browser may not have written the id yet",
  engines: chromiumOnly,
  run: async (world) => {
    const tab = await world.open();
    const before = await tab.run(() => window.cartline.client?.anonymousId);
    await world.faults.refuse();
    const labels = await trackInBursts(world, tab, world.many(50));
    await stored(tab, labels);
    await world.killBrowser();
    const again = await world.open('/back');
    const isSame = before === (await again.run(() => window.cartline.client?.anonymousId));
    await again.close();
    // The rows are the outbox's promise; who they belong to, the browser has lost with its cookie (unwinnable.ts).
    if (!isSame) world.mayStayHeld(labels);
    world.note(isSame ? 'the id was written' : 'the id was lost: the relay holds the rows of a stranger');
  },
};

const b8: Row = {
  id: 'B8',
  title: 'browser SIGKILLed before the rows were stored',
  engines: ['chromium', 'firefox'],
  run: async (world) => {
    await knownVisitor(world);
    const tab = await world.open();
    await world.faults.refuse();
    const early = await world.track(tab, world.many(25));
    await stored(tab, early);
    const late = world.labels(world.many(25));
    world.mayLose(late);
    const running = lastWords(tab, (names) => window.lab.track(names), late);
    await pause(world.random.whole(0, 12));
    await world.killBrowser();
    await running;
  },
};

const b9: Row = {
  id: 'B9',
  title: 'browser SIGKILLed between the answer and the deletion of the rows',
  engines: chromiumOnly,
  run: async (world) => {
    await knownVisitor(world);
    const tab = await world.open();
    const inMs = world.random.whole(0, 6);
    let killed: Promise<void> | undefined;
    world.faults.programme(() => ({ kind: 'pass', answerDelayMs: 5 }));
    world.faults.onAnswer(() => {
      killed ??= pause(inMs).then(world.killBrowser);
    });
    const labels = await world.track(tab, world.many(50));
    await waitFor('the relay to answer', () => killed !== undefined);
    await killed;
    await held(world, labels, 2_000);
    world.note(`${inMs} ms after the relay's answer`);
  },
};

const b27: Row = {
  id: 'B27',
  title: 'the sending tab crashes in the middle of its request; another tab takes over within 10 s',
  engines: chromiumOnly,
  run: async (world) => {
    const sender = await world.open('/sender');
    const other = await world.open('/other');
    const pid = await (await world.chromium()).rendererOf(sender);
    world.faults.programme(() => ({ kind: 'hang', forward: world.random.chance() < 0.5 }));
    const labels = await world.track(sender, world.many(50));
    await arrived(world, 1);
    const more = await world.track(other, 5);
    world.faults.programme(() => ({ kind: 'pass' }));
    signal(pid, 'SIGKILL');
    world.recovered();
    const tookMs = await held(world, [...labels, ...more]);
    world.check(tookMs <= 10_000, `the other tab took over after ${tookMs} ms, 10,000 expected`);
    world.note(`taken over after ${tookMs} ms`);
  },
};

export const crashing: readonly Row[] = [b4, b5, b6, b7, b7b, b8, b9, b27];
