import type { Tab } from '../engines/engine.ts';
import { sequence } from '../fault.ts';
import type { Row } from '../row.ts';
import { pause, waitFor } from '../wait.ts';
import type { World } from '../world.ts';
import { arrived, chromiumOnly, everywhere, held, onWire, stored, withClock } from './steps.ts';

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
    world.faults.programme(sequence([{ kind: 'status', status: 503 }]));
    await world.faults.accept();
    const start = Date.now();
    await held(world, labels, 20_000);
    const off = labels.map((label) => Math.abs(world.view.message(label)!.occurredAt - trackedAt));
    world.check(Math.max(...off) <= 2_000, `timestamps are off by up to ${Math.max(...off)} ms, 1,000 expected`);
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

const b41: Row = {
  id: 'B41',
  title: 'a page is prerendered, and activated or not',
  engines: chromiumOnly,
  run: async (world) => {
    const isActivated = world.random.chance() < 0.5;
    const labels = world.labels(5);
    world.shop.options.body = `<script>if (location.pathname === '/guess') lab.track(${JSON.stringify(labels)})</script>
      <script type="speculationrules">{ "prerender": [{ "urls": ["/guess"], "eagerness": "immediate" }] }</script>`;
    if (!isActivated) world.mayLose(labels);
    const tab = await world.open();
    await waitFor('the page to be prerendered', () => world.shop.hits.includes('/guess'));
    await pause(1_500); // longer than the debounce: what is sent too early has come by then
    world.check(onWire(world, labels) === 0, `${onWire(world, labels)} messages came from a page that nobody has seen`);
    if (isActivated) {
      await tab.run(() => void (location.href = '/guess')).catch(() => undefined); // the answer may go with the page
      await waitFor('the guess to show', () => tab.run(() => location.pathname === '/guess').catch(() => false));
      const start = await tab.run(() => (performance.getEntriesByType('navigation')[0] as unknown as { activationStart: number }).activationStart);
      world.check(start > 0, 'the page was not prerendered: this run shows nothing');
    } else await tab.close();
    world.shop.options.body = '';
    world.note(isActivated ? 'activated' : 'not activated');
  },
};

const b42: Row = {
  id: 'B42',
  title: 'consent to analytics is withdrawn with 100 rows in the outbox',
  engines: chromiumOnly,
  run: async (world) => {
    const tab = await world.open();
    await world.faults.refuse();
    const labels = await world.track(tab, world.many(100));
    await stored(tab, labels);
    await tab.run(() => void window.cartline('consent', { analytics: 'denied' }));
    await world.faults.accept();
    await waitFor('the rows to be erased', async () => (await tab.run(() => window.lab.rows())).length === 0, 5_000);
    await tab.run(() => dispatchEvent(new Event('online')));
    await pause(1_000); // longer than the debounce
    world.check(onWire(world, labels) === 0, `${onWire(world, labels)} messages were sent after consent was withdrawn`);
    world.mustDrop(labels, 'consent');
    await tab.run(() => void window.cartline('consent', { analytics: 'granted' }));
    await tab.close();
  },
};

const b44: Row = {
  id: 'B44',
  title: 'a cycle, a BigInt, a getter that throws, 10,000 levels, __proto__, 10 MB',
  engines: everywhere,
  run: async (world) => {
    const tab = await world.open();
    world.mustDrop(world.labels(3), 'unserialisable');
    world.mustDrop(world.labels(2), 'too_large');
    const [polluting] = world.labels(1);
    const thrown = await tab.run((label) => {
      const cycle: Record<string, unknown> = {};
      cycle['self'] = cycle;
      let deep: object = {};
      for (let i = 0; i < 10_000; i++) deep = { deep };
      const getter = Object.defineProperty({}, 'x', { enumerable: true, get: () => { throw new Error('getter'); } });
      const own: unknown = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
      const large = { text: 'x'.repeat(10_000_000) };
      let count = 0;
      for (const value of [cycle, { big: 1n }, getter, deep, large]) {
        try {
          window.cartline('track', 'odd', value);
        } catch {
          count++;
        }
      }
      window.cartline('track', 'product_viewed', { product_id: label, name: 'x', price: 1, currency: 'EUR', ...(own as object), own });
      return { count, polluted: 'polluted' in {} };
    }, polluting!);
    world.check(thrown.count === 0, `${thrown.count} calls threw into the shop's page`);
    world.check(!thrown.polluted, 'Object.prototype was changed');
    await arrived(world, 1);
  },
};

const b46: Row = {
  id: 'B46',
  title: "another major version's script, with its own database, between two visits of this one",
  engines: chromiumOnly,
  run: async (world) => {
    const { options } = world.shop;
    const next = options.script.replace(/(`cartline:\$\{[^}`]+\}:)1`/, '$12`');
    if (next === options.script) throw new Error("the script's database name was not found: adapt the row");
    const first = await world.open();
    await world.faults.refuse();
    const old = await world.track(first, world.many(50));
    await stored(first, old);
    await first.close();
    await world.faults.accept();
    options.script = next;
    const second = await world.open('/second');
    await held(world, await world.track(second, world.many(10)));
    await second.close();
    options.script = world.files.script;
  },
};

const b47: Row = {
  id: 'B47',
  title: 'the snippet stands twice in the page, and calls were made before the script was there',
  engines: everywhere,
  run: async (world) => {
    world.shop.options.snippets = 2;
    world.shop.options.body = `<script>lab.track(${JSON.stringify(world.labels(5))})</script>`;
    const tab = await world.open();
    const labels = await world.track(tab, world.many(50));
    world.shop.options.body = '';
    await held(world, labels);
  },
};

const reload = async (world: World, tab: Tab): Promise<void> => {
  await pause(world.random.whole(0, 60));
  await tab.reload();
};

/** The shop's back end tells the relay of the same order, by a request of its own. */
const sendFromBackend = async ({ relay }: World, batch: object): Promise<void> => {
  await fetch(`${relay.url}/v1/batch`, { method: 'POST', body: JSON.stringify(batch) });
};

const b50: Row = {
  id: 'B50',
  title: 'the thank-you page is loaded five times in each of three tabs, and the back end sends the order too',
  engines: chromiumOnly,
  run: async (world) => {
    const [order] = world.labels(1);
    const orderId = `order-${world.seed}`;
    const who = await world.open();
    const anonymousId = await who.run(() => window.cartline.client?.anonymousId);
    world.shop.options.body = `<script>lab.order('${orderId}', '${order}')</script>`;
    const tabs = await Promise.all([1, 2, 3].map((i) => world.open(`/thanks/${i}`)));
    await sendFromBackend(world, {
      writeKey: await who.run(() => window.labOptions.writeKey),
      batch: [{ type: 'track', event: 'order_completed', anonymousId, messageId: `backend-${order}`, properties: { order_id: orderId, currency: 'EUR', total: 10, items: [{ product_id: order, quantity: 1, price: 10, name: 'x' }] } }],
    });
    for (let i = 0; i < 4; i++) await Promise.all(tabs.map((tab) => reload(world, tab)));
    await arrived(world, 1);
    world.shop.options.body = '';
    for (const tab of tabs) await tab.close();
  },
};

export const page: readonly Row[] = [b39, b40, b41, b42, b44, b46, b47, b50];
