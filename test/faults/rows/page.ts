import type { Row } from '../row.ts';
import { pause, waitFor } from '../wait.ts';
import { arrived, chromiumOnly, everywhere, held, onWire, stored } from './steps.ts';

const b41: Row = {
  id: 'B41',
  title: 'a page is prerendered, and activated or not',
  engines: chromiumOnly,
  run: async (world) => {
    const isActivated = world.random.chance() < 0.5;
    const labels = world.labels(5);
    // The page tells the shop when it is activated: the driver loses sight of a tab whose page is exchanged.
    world.shop.options.body = `<script>if (location.pathname === '/guess') {
        lab.track(${JSON.stringify(labels)});
        if (document.prerendering) document.addEventListener('prerenderingchange', () => navigator.sendBeacon('/beacon', 'activated'));
      }</script>
      <script type="speculationrules">{ "prerender": [{ "urls": ["/guess"], "eagerness": "immediate" }] }</script>`;
    if (!isActivated) world.mustForget(labels);
    const tab = await world.open();
    await waitFor('the page to be prerendered', () => world.shop.hits.includes('/guess'));
    await pause(1_500); // longer than the debounce: what is sent too early has come by then
    world.check(onWire(world, labels) === 0, `${onWire(world, labels)} messages came from a page that nobody has seen`);
    if (isActivated) {
      await tab.run(() => void (location.href = '/guess')).catch(() => undefined); // the answer may go with the page
      await waitFor('the prerendered page to be activated', () => world.shop.beacons.length > 0);
      await held(world, labels, 5_000);
    } else await tab.close();
    world.shop.options.body = '';
    world.note(isActivated ? 'activated' : 'not activated');
  },
};

/**
 * What went is announced to the page, and not reported to the relay: of a visitor who refused, nothing may be sent, not
 * even a number.
 */
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
    world.check(world.faults.arrivals.length === 0, `${world.faults.arrivals.length} requests, none expected`);
    world.mustForget(labels);
    const announced = (await tab.run(() => window.lab.drops)).filter(({ reason }) => reason === 'consent');
    const count = announced.reduce((sum, { messages }) => sum + messages, 0);
    world.check(count === labels.length, `${count} announced as dropped for consent, ${labels.length} expected`);
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
    world.mustDrop(world.labels(1), 'too_large');
    const [polluting, tooDeep] = world.labels(2);
    const thrown = await tab.run((label) => {
      const cycle: Record<string, unknown> = {};
      cycle['self'] = cycle;
      let deep: object = {};
      for (let i = 0; i < 10_000; i++) deep = { deep };
      const getter = Object.defineProperty({}, 'x', {
        enumerable: true,
        get: () => {
          throw new Error('getter');
        },
      });
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
      window.cartline('track', 'product_viewed', {
        product_id: label,
        name: 'x',
        price: 1,
        currency: 'EUR',
        ...(own as object),
        own,
      });
      return { count, polluted: 'polluted' in {} };
    }, polluting);
    const drops = (): Promise<Window['lab']['drops']> => tab.run(() => window.lab.drops);
    await waitFor('five drops', async () => (await drops()).length >= 5).catch(() => undefined); // judged by the oracle
    // Too large, or not serialisable where the engine's stack is smaller than that: the page says which.
    const refused = (await drops()).filter(({ reason }) => reason === 'unserialisable').length;
    world.mustDrop([tooDeep!], refused > 3 ? 'unserialisable' : 'too_large');
    world.check(thrown.count === 0, `${thrown.count} calls threw into the shop's page`);
    world.check(!thrown.polluted, 'Object.prototype was changed');
    world.note((await drops()).map(({ reason, messages }) => `${messages} ${reason}`).join(', '));
    const problems = await tab.run(() => window.lab.problems.map(({ code }) => code));
    world.check(problems.length === 0, `told as errors: ${problems.join(', ')}; drops only expected`);
    await arrived(world, 1);
  },
};

export const page: readonly Row[] = [b41, b42, b44];
