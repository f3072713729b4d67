import type { Tab } from '../engines/engine.ts';
import type { Row } from '../row.ts';
import { pause } from '../wait.ts';
import type { World } from '../world.ts';
import { arrived, chromiumOnly, everywhere, held, stored } from './steps.ts';

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
    world.verdict.mayHoldTwice = true;
    const who = await world.open();
    const anonymousId = await who.run(() => window.cartline.client?.anonymousId);
    world.shop.options.body = `<script>lab.order('${orderId}', '${order}')</script>`;
    const tabs = await Promise.all([1, 2, 3].map((i) => world.open(`/thanks/${i}`)));
    await sendFromBackend(world, {
      writeKey: await who.run(() => window.labOptions.writeKey),
      batch: [
        {
          type: 'track',
          event: 'order_completed',
          anonymousId,
          messageId: `backend-${order}`,
          properties: {
            order_id: orderId,
            currency: 'EUR',
            total: 10,
            items: [{ product_id: order, quantity: 1, price: 10, name: 'x' }],
          },
        },
      ],
    });
    for (let i = 0; i < 4; i++) await Promise.all(tabs.map((tab) => reload(world, tab)));
    await arrived(world, 1);
    world.shop.options.body = '';
    for (const tab of tabs) await tab.close();
  },
};

export const twice: readonly Row[] = [b46, b47, b50];
