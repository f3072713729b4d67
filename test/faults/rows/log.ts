import type { Tab } from '../engines/engine.ts';
import type { Row } from '../row.ts';
import { pause, waitFor } from '../wait.ts';
import type { World } from '../world.ts';
import { chromiumOnly, everywhere } from './steps.ts';

interface Blocker extends Window {
  release?: boolean;
}

/** Holds the database's first upgrade open, so that no other tab can open it. */
const block = async (world: World): Promise<Tab> => {
  const tab = await world.open('/empty');
  await tab.run(
    () =>
      new Promise<void>((resolve) => {
        const request = indexedDB.open(`cartline:${window.labOptions.writeKey}:1`, 1);
        request.onupgradeneeded = () => {
          const store = request.result.createObjectStore('outbox');
          const spin = (): void => {
            if (!(window as Blocker).release) store.get('').onsuccess = spin;
          };
          spin();
          resolve();
        };
        request.onsuccess = () => request.result.close();
      }),
  );
  return tab;
};

/** Tracks in a page whose database does not open, and leaves it. */
const trackBlocked = async (world: World, count: number): Promise<Tab> => {
  const tab = await world.open();
  const labels = await world.track(tab, count);
  await tab.goto(`${world.shop.url()}/empty`);
  const logged = await tab.run(
    () =>
      Object.values(localStorage)
        .join('')
        .match(/L-\w+-\d+-\d+/g)?.length ?? 0,
  );
  world.check(logged === labels.length, `${logged} of ${labels.length} messages are in the write-ahead log`);
  return tab;
};

const b11: Row = {
  id: 'B11',
  title: 'the page is left while its database is still blocked',
  engines: everywhere,
  run: async (world) => {
    const blocker = await block(world);
    if (world.random.chance() < 0.5) await world.faults.refuse();
    await trackBlocked(world, world.many(50));
    await blocker.run(() => void ((window as Blocker).release = true));
  },
};

const b10: Row = {
  id: 'B10',
  title: 'browser SIGKILLed while the write-ahead log is moved into the database, three times',
  engines: chromiumOnly,
  run: async (world) => {
    await world.faults.refuse();
    await block(world);
    await trackBlocked(world, world.many(50));
    await world.quitBrowser();
    for (let i = 0; i < 3; i++) {
      const hits = world.shop.hits.length;
      const opening = world.open(`/kill/${i}`).catch(() => undefined); // the browser goes away under it
      await waitFor('the page to be asked for', () => world.shop.hits.length > hits);
      await pause(world.random.whole(0, 250));
      await world.killBrowser();
      await opening;
    }
  },
};

export const log: readonly Row[] = [b10, b11];
