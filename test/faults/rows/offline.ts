import type { Tab } from '../engines/engine.ts';
import type { Row } from '../row.ts';
import { pause } from '../wait.ts';
import type { World } from '../world.ts';
import { begun, chromiumOnly, everywhere, held, onWire, trackInBursts, withClock } from './steps.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Firefox and WebKit have no switch for it: the browser says that it is offline, and the relay refuses. */
const setOffline = async (world: World, tab: Tab, offline: boolean): Promise<void> => {
  const { chromium } = await world.session();
  if (chromium) {
    const cdp = await chromium.cdp(tab);
    await cdp.send('Network.enable');
    await cdp.send('Network.emulateNetworkConditions', {
      offline,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
    return;
  }
  if (offline) await world.faults.refuse();
  else await world.faults.accept();
  await tab.run((isOffline) => {
    Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => !isOffline });
    dispatchEvent(new Event(isOffline ? 'offline' : 'online'));
  }, offline);
};

const b12: Row = {
  id: 'B12',
  title: 'offline for an hour with the tab open',
  engines: everywhere,
  run: async (world) => {
    withClock(world);
    const tab = await world.open();
    await setOffline(world, tab, true);
    const before = await begun(tab);
    const labels = await trackInBursts(world, tab, world.many(50));
    await world.advance([tab], HOUR);
    const requests = (await begun(tab)) - before;
    world.check(requests <= 12, `${requests} requests while offline, at most 12 expected`);
    await setOffline(world, tab, false);
    world.recovered();
    const tookMs = await held(world, labels, 8_000);
    world.check(tookMs <= 5_000, `everything arrived ${tookMs} ms after "online", 5,000 expected`);
    world.note(`${requests} attempts offline; all there ${tookMs} ms after`);
  },
};

const b13: Row = {
  id: 'B13',
  title: 'offline, tab closed, opened again 24 h later',
  engines: chromiumOnly,
  run: async (world) => {
    withClock(world);
    const tab = await world.open();
    await setOffline(world, tab, true);
    const labels = await trackInBursts(world, tab, world.many(50));
    await pause(world.random.whole(0, 50));
    await tab.close();
    await world.quitBrowser();
    world.shop.options.clockMs = DAY;
    world.check(onWire(world, labels) === 0, 'something was sent while offline');
  },
};

export const offline: readonly Row[] = [b12, b13];
