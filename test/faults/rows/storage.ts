import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import type { Row } from '../row.ts';
import { waitFor } from '../wait.ts';
import { chromiumOnly, everywhere, held, knownVisitor, stored, trackInBursts } from './steps.ts';

const NO_STORAGE = `<script>for (const name of ['indexedDB', 'localStorage', 'sessionStorage'])
  Object.defineProperty(window, name, { get() { throw new DOMException('The operation is insecure.', 'SecurityError') } })</script>`;

/** Cookies and storage are blocked by the browser's own setting: reading localStorage throws, opening IndexedDB fails. */
const blockStorage = async (profile: string): Promise<void> => {
  await mkdir(join(profile, 'Default'), { recursive: true });
  await writeFile(
    join(profile, 'Default', 'Preferences'),
    JSON.stringify({ profile: { default_content_setting_values: { cookies: 2 } } }),
  );
};

const b33: Row = {
  id: 'B33',
  title: 'IndexedDB and localStorage throw on access',
  engines: everywhere,
  run: async (world) => {
    const bySetting = world.engine.name === 'chromium' && world.random.chance() < 0.5;
    if (bySetting) await blockStorage(world.profile);
    else world.shop.options.head = NO_STORAGE;
    const tab = await world.open();
    const [who] = world.labels(1, 'identify');
    await tab.run(([email, name]) => window.lab.identify(email, name), [
      `${world.rowId}-${world.seed}@example.com`.toLowerCase(),
      who!,
    ] as const);
    const labels = await trackInBursts(world, tab, world.many(50));
    const tookMs = await held(world, labels, 10_000);
    const told = (await tab.run(() => window.lab.problems)).filter(({ code }) => code === 'storage').length;
    world.check(told === 1, `"storage" was said ${told} times, once expected`);
    world.note(`${bySetting ? "the browser's setting" : 'getters that throw'}; all there after ${tookMs} ms`);
  },
};

const b34: Row = {
  id: 'B34',
  title: 'a quota of 200 kB, 100 events of 5 kB, the relay down',
  engines: chromiumOnly,
  run: async (world) => {
    await knownVisitor(world);
    const tab = await world.open();
    const cdp = await (await world.chromium()).cdp(tab);
    await cdp.send('Storage.overrideQuotaForOrigin', { origin: world.shop.url(), quotaSize: 200_000 });
    await world.faults.refuse();
    world.verdict.mayDrop = true;
    const precious = [...world.labels(1, 'identify'), ...world.labels(2)];
    const [who, order, second] = precious;
    await tab.run(
      ([email, name, first]) => {
        window.lab.identify(email, name);
        window.lab.order(first, first);
      },
      [`${world.rowId}-${world.seed}@example.com`.toLowerCase(), who!, order!] as const,
    );
    for (let i = 0; i < 10; i++) await trackInBursts(world, tab, 10, 5_000);
    await tab.run((name) => window.lab.order(name, name), second);
    await waitFor(
      'storage to be full',
      async () => (await tab.run(() => window.lab.problems)).some(({ code }) => code === 'storage'),
      5_000,
    ).catch(() => world.note('no "storage" was said'));
    const drops = await tab.run(() => window.lab.drops);
    await tab.close();
    await world.faults.accept();
    const again = await world.open('/again');
    await held(world, precious, 15_000);
    await again.close();
    world.note(
      `${drops.reduce((sum, { messages }) => sum + messages, 0)} dropped in the page as ${[...new Set(drops.map(({ reason }) => reason))].join(', ') || 'nothing'}`,
    );
  },
};

/** Fills what the origin may keep there, down to the last characters. */
const FULL = `<script>try { for (let size = 4194304, i = 0; size; size >>= 1) for (;;) { try { localStorage.setItem('site' + i++, 'x'.repeat(size)) } catch { break } } } catch {}</script>`;

const b35: Row = {
  id: 'B35',
  title: 'the site has filled localStorage',
  engines: chromiumOnly,
  run: async (world) => {
    world.shop.options.head = FULL;
    const tab = await world.open();
    if (world.random.chance() < 0.5) await world.faults.refuse();
    await trackInBursts(world, tab, world.many(50));
    await tab.goto(`${world.shop.url()}/next`);
    await world.track(tab, 5);
    await tab.close();
  },
};

/** A task that the visitor feels (W3C Long Tasks). */
const LONG_TASK_MS = 50;

/** How many times more work there is than processors: tasks are measured by the clock on the wall. */
const overload = (): number => Math.max(1, loadavg()[0]! / availableParallelism());

const b36: Row = {
  id: 'B36',
  title: 'a backlog of 2,000 events of 2 kB',
  engines: chromiumOnly,
  run: async (world) => {
    const first = await world.open();
    await world.faults.refuse();
    const labels: string[] = [];
    while (labels.length < world.many(2_000, 400)) labels.push(...(await world.track(first, 40, 1_700)));
    await stored(first, labels);
    await first.close();
    await world.faults.accept();
    const tab = await world.open('/again');
    const tookMs = await held(world, labels, 70_000);
    const long = (await tab.run(() => window.lab.longTasks)).map(Math.round);
    world.check(tookMs <= 60_000, `drained in ${tookMs} ms, at most 60,000 expected`);
    const mostMs = Math.round(LONG_TASK_MS * overload());
    world.check(Math.max(0, ...long) <= mostMs, `tasks of ${long.join(', ')} ms, none above ${mostMs} expected`);
    world.note(`${labels.length} rows drained in ${tookMs} ms by ${world.faults.arrivals.length} requests`);
  },
};

const b49: Row = {
  id: 'B49',
  title: 'the database and localStorage are deleted between two visits',
  engines: chromiumOnly,
  run: async (world) => {
    const tab = await world.open();
    const labels = await world.track(tab, world.many(50));
    await held(world, labels);
    const before = await tab.run(() => window.cartline.client?.anonymousId);
    await tab.close();
    const empty = await world.open('/empty');
    await empty.run(async () => {
      localStorage.clear();
      for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name ?? '');
    });
    const again = await world.open('/again');
    const after = await again.run(() => window.cartline.client?.anonymousId);
    world.check(before === after, `the anonymous id was ${before} and is ${after}`);
  },
};

export const storage: readonly Row[] = [b33, b34, b35, b36, b49];
