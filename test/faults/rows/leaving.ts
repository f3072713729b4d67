import type { Tab } from '../engines/engine.ts';
import type { Row } from '../row.ts';
import { pause, waitFor } from '../wait.ts';
import type { World } from '../world.ts';
import { arrived, chromiumOnly, everywhere, lastWords, onWire } from './steps.ts';

/** On the way to the relay, as over a mobile network. */
const FAR_MS = 150;

const b1: Row = {
  id: 'B1',
  title: 'track and close the tab in the same task',
  engines: everywhere,
  run: async (world) => {
    await world.open('/other'); // a browser whose last tab goes may go with it
    const tab = await world.open();
    world.faults.programme(() => ({ kind: 'pass', delayMs: world.random.whole(0, FAR_MS) }));
    const labels = world.labels(world.many(50));
    await lastWords(
      tab,
      (names) => {
        window.lab.track(names);
        window.close();
      },
      labels,
    );
    if (world.engine.name === 'webkit') await tab.close(); // it lets no tab close itself that a script did not open
    await pause(FAR_MS * 2);
    world.note(`${onWire(world, labels)} of ${labels.length} left with the page`);
  },
};

const b2: Row = {
  id: 'B2',
  title: 'track and go to another page in the same task',
  engines: everywhere,
  run: async (world) => {
    world.shop.options.cacheControl = world.random.pick(['no-store', 'no-cache', 'max-age=60']);
    const tab = await world.open();
    world.faults.programme(() => ({ kind: 'pass', delayMs: world.random.whole(0, FAR_MS) }));
    for (let i = 0; i < 5; i++) {
      const labels = world.labels(world.many(10, 4));
      await lastWords(
        tab,
        ([names, next]) => {
          window.lab.track(names);
          location.href = next;
        },
        [labels, `/p/${i}`] as const,
      );
      await waitFor(`page ${i}`, () =>
        tab.run((path) => location.pathname === path && !!window.lab, `/p/${i}`).catch(() => false),
      );
      await pause(world.random.whole(0, 100));
    }
    world.note(world.shop.options.cacheControl);
  },
};

const b3: Row = {
  id: 'B3',
  title: 'track inside pagehide, then navigate or close',
  engines: everywhere,
  run: async (world) => {
    const other = await world.open('/other');
    const closes = world.random.chance() < 0.5;
    const tab = await world.open();
    const labels = world.labels(world.many(50));
    await tab.run(
      (names) =>
        addEventListener('pagehide', () => {
          window.lab.track(names);
          localStorage.setItem('left', 'yes');
        }),
      labels,
    );
    // As the visitor closes it: where a script closes its own tab, Chromium tells the page only that it is hidden.
    if (closes) await tab.close();
    else await tab.goto(`${world.shop.url()}/p/next`);
    const hasLeft = (): Promise<boolean> => other.run(() => localStorage.getItem('left') === 'yes');
    await waitFor('the page to hear of pagehide', hasLeft);
    world.note(closes ? 'closed' : 'navigated');
  },
};

/** Tracks and leaves for a page without the SDK, in one task; sizes of the keepalive requests that this made. */
const leaveWith = async (
  world: World,
  tab: Tab,
  labels: readonly string[],
  bytes: number,
  fill: string,
): Promise<number[]> => {
  await lastWords(
    tab,
    ([names, size, text]) => {
      window.lab.track(names, size, text);
      location.href = '/empty';
    },
    [labels, bytes, fill] as const,
  );
  await waitFor('the empty page', () =>
    tab.run(() => location.pathname === '/empty' && !!window.lab).catch(() => false),
  );
  return tab.run(() => window.lab.fetches.keepalives());
};

/** None where an ordinary request had taken everything before the page was told to leave. */
const checkKeepalive = (world: World, sizes: readonly number[]): void => {
  world.check(sizes.length <= 1, `${sizes.length} keepalive requests (${sizes.join(', ')} B), 1 expected`);
  for (const size of sizes) {
    world.check(size <= 30_000, `a keepalive request of ${size} B, at most 30,000 expected`);
    world.check(size > 20_000, `a keepalive request of ${size} B: the room was not used`);
  }
  world.note(`keepalive of ${sizes.join(' + ') || 'nothing'} B`);
};

const b37: Row = {
  id: 'B37',
  title: '200 kB tracked and the page left in the same task, with a 30 kB beacon of the shop',
  engines: chromiumOnly,
  run: async (world) => {
    const tab = await world.open();
    world.faults.programme(() => ({ kind: 'pass', delayMs: 600 }));
    const when = world.random.pick(['pagehide', 'visibilitychange']);
    await tab.run(
      (event) => addEventListener(event, () => navigator.sendBeacon('/beacon', 'x'.repeat(30_000)), { once: true }),
      when,
    );
    const sizes = await leaveWith(world, tab, world.labels(100), 1_700, '');
    await waitFor("the shop's beacon", () => world.shop.beacons.length > 0, 3_000).catch(() => undefined); // judged below
    world.check(world.shop.beacons.includes(30_000), "the shop's own 30 kB beacon was refused");
    checkKeepalive(world, sizes);
    world.note(`beacon in ${when}`);
  },
};

const b38: Row = {
  id: 'B38',
  title: 'emoji near the limits: bytes are counted as UTF-8',
  engines: everywhere,
  run: async (world) => {
    const tab = await world.open();
    const [fits, tooLarge] = [world.labels(1), world.labels(1)];
    world.mustDrop(tooLarge, 'too_large');
    await tab.run(
      ([small, large]) => {
        window.lab.track(small, 7_700, '🧴'); // 4 bytes each and 2 characters: 30,800 B and what stands around it
        window.lab.track(large, 8_100, '🧴'); // 32,400 B, though only 16,200 characters
      },
      [fits, tooLarge] as const,
    );
    await arrived(world, 1);
    checkKeepalive(world, await leaveWith(world, tab, world.labels(40), 300, '🧴'));
  },
};

export const leaving: readonly Row[] = [b1, b2, b3, b37, b38];
