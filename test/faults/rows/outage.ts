import { always } from '../fault.ts';
import type { Row } from '../row.ts';
import type { World } from '../world.ts';
import { begun, chromiumOnly, everywhere, held, rowsIn, stored, trackInBursts, withClock } from './steps.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const b15: Row = {
  id: 'B15',
  title: 'connection refused for 10 min; the relay SIGKILLed meanwhile',
  engines: chromiumOnly,
  run: async (world) => {
    withClock(world);
    const tab = await world.open();
    const before = await begun(tab);
    await world.faults.refuse();
    await world.relay.kill();
    await trackInBursts(world, tab, world.many(50));
    await world.advance([tab], 10 * MINUTE);
    const requests = (await begun(tab)) - before;
    await world.relay.start();
    world.check(requests <= 40, `${requests} requests in 10 min, at most 40 expected`);
    world.note(`${requests} attempts in 10 min`);
  },
};

const b16: Row = {
  id: 'B16',
  title: '500 for 10 min',
  engines: everywhere,
  run: async (world) => {
    withClock(world);
    const tab = await world.open();
    const status = world.random.pick([500, 502, 503, 504, 408, 425]);
    const before = await begun(tab);
    world.faults.programme(always({ kind: 'status', status, cors: world.random.chance() < 0.5 }));
    const labels = await trackInBursts(world, tab, world.many(50));
    await world.advance([tab], 10 * MINUTE);
    const requests = (await begun(tab)) - before; // Chromium itself sends again what met a 408
    world.check(requests <= 40, `${requests} requests in 10 min, at most 40 expected`);
    world.check(requests >= 5, `${requests} requests in 10 min: it gave up`);
    world.check((await rowsIn(tab)).length === labels.length, 'rows were deleted during the outage');
    world.note(`${status}, ${requests} attempts in 10 min, ${world.faults.arrivals.length} arrived`);
  },
};

const retryAfter = (world: World, asDate: boolean): string =>
  asDate ? new Date(Date.now() + (world.shop.options.clockMs ?? 0) + 120_000).toUTCString() : '120';

const b17: Row = {
  id: 'B17',
  title: '429 with Retry-After: 120, as seconds or as a date; 3 tabs and a reload',
  engines: chromiumOnly,
  run: async (world) => {
    withClock(world);
    const asDate = world.random.chance() < 0.5;
    const tabs = [await world.open('/1'), await world.open('/2'), await world.open('/3')];
    world.faults.programme(() => ({ kind: 'status', status: 429, retryAfter: retryAfter(world, asDate) }));
    await trackInBursts(world, tabs[0]!, world.many(20));
    await world.advance(tabs, 1_000);
    const asked = world.faults.arrivals.length;
    for (const tab of tabs) await trackInBursts(world, tab, world.many(10));
    await world.advance(tabs, 60_000, 10_000);
    await tabs[1]!.reload();
    await tabs[1]!.run(() => window.lab.ready());
    await world.track(tabs[1]!, 3);
    await world.advance(tabs, 50_000, 10_000);
    world.check(asked > 0, 'nothing was sent');
    world.check(asked <= 3, `${asked} requests met the first 429, at most one a tab expected`);
    world.check(
      world.faults.arrivals.length === asked,
      `${world.faults.arrivals.length - asked} requests before the deadline`,
    );
    world.faults.programme(() => ({ kind: 'pass' }));
    await world.advance(tabs, 20_000, 2_000);
    await held(world, [...world.tracked.keys()], 5_000);
    world.note(asDate ? 'as a date' : 'in seconds');
  },
};

const b18: Row = {
  id: 'B18',
  title: '503 for 15 days: what is older than 14 is given up and counted',
  engines: chromiumOnly,
  run: async (world) => {
    withClock(world);
    world.faults.programme(always({ kind: 'status', status: 503 }));
    const first = await world.open('/first');
    const old = await trackInBursts(world, first, world.many(50));
    await stored(first, old);
    await world.advance([first], 10 * MINUTE);
    await first.close();
    world.shop.options.clockMs = 5 * DAY;
    const second = await world.open('/second');
    const young = await trackInBursts(world, second, world.many(20));
    await stored(second, young);
    await second.close();
    world.shop.options.clockMs = 15 * DAY;
    world.mustDrop(old, 'expired');
    const third = await world.open('/third');
    await world.advance([third], 20 * MINUTE);
    world.note(`${(await rowsIn(third)).length} rows left of ${old.length} old and ${young.length} young`);
    await third.close();
  },
};

const b21: Row = {
  id: 'B21',
  title: '401 for an hour, then mended',
  engines: chromiumOnly,
  run: async (world) => {
    withClock(world);
    const tab = await world.open();
    const status = world.random.pick([401, 403, 404]);
    world.faults.programme(always({ kind: 'status', status, ours: true }));
    await trackInBursts(world, tab, world.many(50));
    await world.advance([tab], HOUR);
    const requests = world.faults.arrivals.length;
    const told = (await tab.run(() => window.lab.problems)).filter(({ code }) => code === `http_${status}`).length;
    world.check(requests <= 5, `${requests} requests in an hour, at most 5 expected`);
    world.check(told === 1, `it was said ${told} times, once expected`);
    world.note(`${status}, ${requests} requests in an hour`);
  },
};

const b45: Row = {
  id: 'B45',
  title: 'fetch replaced by one that throws or hangs; blocked by an extension or by a policy',
  engines: chromiumOnly,
  run: async (world) => {
    withClock(world);
    const how = world.random.pick(['throws', 'hangs', 'blocked', 'policy'] as const);
    if (how === 'policy') world.shop.options.contentSecurityPolicy = "connect-src 'self'";
    if (how === 'throws')
      world.shop.options.head =
        '<script>{const f = fetch; let n = 0; window.calls = () => n; window.fetch = (...a) => { n++; throw new Error("patched") }}</script>';
    if (how === 'hangs')
      world.shop.options.head =
        '<script>{let n = 0; window.calls = () => n; window.fetch = (_, { signal }) => new Promise((_, no) => { n++; signal?.addEventListener("abort", () => no(signal.reason)) })}</script>';
    const tab = await world.open();
    if (how === 'blocked') {
      const cdp = await (await world.chromium()).cdp(tab);
      await cdp.send('Network.enable');
      await cdp.send('Network.setBlockedURLs', { urls: ['*/v1/batch*'] });
    }
    const labels = await trackInBursts(world, tab, world.many(50));
    await world.advance([tab], 10 * MINUTE);
    const requests = await tab.run(() =>
      ((window as unknown as { calls?: () => number }).calls ?? window.lab.fetches.begun)(),
    );
    world.check(requests <= 40 && requests > 0, `${requests} attempts in 10 min, 1 to 40 expected`);
    world.check((await rowsIn(tab)).length === labels.length, 'rows were not kept');
    world.shop.options.head = '';
    world.shop.options.contentSecurityPolicy = undefined;
    await tab.close();
    world.note(`${how}, ${requests} attempts in 10 min`);
  },
};

export const outage: readonly Row[] = [b15, b16, b17, b18, b21, b45];
