import { sequence } from '../fault.ts';
import type { Row } from '../row.ts';
import { pause } from '../wait.ts';
import { chromiumOnly, held, stored, withClock } from './steps.ts';

const YEAR_MS = 365 * 86_400_000;
const HOUR_MS = 3_600_000;

const b39: Row = {
  id: 'B39',
  title: 'the clock is set 10 years ahead, or an hour back, between track and send',
  engines: chromiumOnly,
  run: async (world) => {
    withClock(world);
    const tab = await world.open();
    await world.faults.refuse();
    const trackedAt = Date.now();
    const labels = await world.track(tab, world.many(50));
    await stored(tab, labels);
    const byMs = world.random.pick([10 * YEAR_MS, -HOUR_MS]);
    await tab.run((ms) => window.lab.clock?.shift(ms), byMs);
    await pause(world.random.whole(1_500, 3_000)); // a wrong distance between track and send must show
    world.faults.programme(sequence([{ kind: 'status', status: 503 }]));
    await world.faults.accept();
    await tab.run(() => dispatchEvent(new Event('online')));
    const start = Date.now();
    await held(world, labels, 20_000);
    const off = labels.map((label) => Math.abs(world.view.message(label)!.occurredAt - trackedAt));
    world.check(Math.max(...off) <= 1_000, `timestamps are off by up to ${Math.max(...off)} ms, 1,000 expected`);
    world.shop.options.clockMs = byMs;
    world.note(`${byMs > 0 ? '10 years ahead' : 'an hour back'}, all there after ${Date.now() - start} ms`);
  },
};

const b40: Row = {
  id: 'B40',
  title: 'the clock is set back between two pages: ids still increase',
  engines: chromiumOnly,
  run: async (world) => {
    withClock(world);
    const tab = await world.open();
    await world.faults.refuse();
    const first = await world.track(tab, world.many(25));
    await stored(tab, first);
    world.shop.options.clockMs = -HOUR_MS;
    await tab.goto(`${world.shop.url()}/next`);
    await tab.run(() => window.lab.ready());
    const second = await world.track(tab, world.many(25));
    await stored(tab, second);
    await world.faults.accept();
    await world.advance([tab], 120_000);
    await held(world, [...first, ...second]);
    const ids = [...first, ...second].map((label) => world.view.message(label)!.messageId);
    world.check(ids.join() === [...ids].sort().join(), 'ids run backwards');
  },
};

export const clocks: readonly Row[] = [b39, b40];
