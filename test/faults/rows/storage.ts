import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signal } from '../engines/processes.ts';
import type { Tab } from '../engines/engine.ts';
import type { Row } from '../row.ts';
import { waitFor } from '../wait.ts';
import type { World } from '../world.ts';
import { chromiumOnly, everywhere, held, knownVisitor, stored, trackInBursts } from './steps.ts';

const NO_LOCKS = "<script>Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined })</script>";
const NO_STORAGE = `<script>for (const name of ['indexedDB', 'localStorage', 'sessionStorage'])
  Object.defineProperty(window, name, { get() { throw new DOMException('The operation is insecure.', 'SecurityError') } })</script>`;

const b31: Row = {
  id: 'B31',
  title: 'no Web Locks: plain http, or a browser without them; two tabs',
  engines: everywhere,
  run: async (world) => {
    if (world.engine.name === 'chromium') world.shop.options.isPlain = true;
    else world.shop.options.head = NO_LOCKS;
    const tabs = [await world.open('/1'), await world.open('/2')];
    const has = await tabs[0]!.run(() => !!navigator.locks);
    world.check(!has, 'there are Web Locks: this run shows nothing');
    const labels = (await Promise.all(tabs.map((tab) => trackInBursts(world, tab, world.many(50))))).flat();
    await held(world, labels);
  },
};

type Break = 'close' | 'versionchange' | 'open fails' | 'service killed';

/** Closes every connection that the page uses, as the browser does when it has to. */
const closeConnections = (tab: Tab, failures: number): Promise<void> =>
  tab.run((times) => {
    const page = window as unknown as { connections: Set<IDBDatabase> };
    for (const db of page.connections) {
      db.close();
      db.dispatchEvent(new Event('close'));
    }
    const open = indexedDB.open.bind(indexedDB);
    let left = times;
    indexedDB.open = (...args) => {
      if (left-- > 0) throw new DOMException('Internal error opening backing store', 'UnknownError');
      return open(...args);
    };
  }, failures);

/** Remembers the connections that start a transaction. */
const WATCH_CONNECTIONS = `<script>{const connections = window.connections = new Set(), { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (...args) { connections.add(this); return transaction.apply(this, args) }}</script>`;

const upgrade = (tab: Tab, name: string): Promise<boolean> =>
  tab.run(
    (database) =>
      new Promise<boolean>((resolve) => {
        const request = indexedDB.open(database, 2);
        request.onsuccess = () => {
          request.result.close();
          resolve(true);
        };
        request.onblocked = () => resolve(false);
      }),
    name,
  );

const breakStorage = async (world: World, tab: Tab, how: Break): Promise<void> => {
  if (how === 'close') return closeConnections(tab, 0);
  if (how === 'open fails') return closeConnections(tab, 2);
  if (how === 'versionchange') {
    const other = await world.open('/empty');
    const name = await tab.run(() => `cartline:${window.labOptions.writeKey}:1`);
    world.check(await upgrade(other, name), 'the connection was not closed on versionchange: it blocks the upgrade');
    return other.close();
  }
  const pid = await (await world.chromium()).processOf('storage.mojom.StorageService');
  if (pid !== undefined) signal(pid, 'SIGKILL');
};

const b32: Row = {
  id: 'B32',
  title: "the database's connection closes, is asked to (versionchange), or cannot be opened again, in the middle of a visit",
  engines: chromiumOnly,
  run: async (world) => {
    world.shop.options.head = WATCH_CONNECTIONS;
    const tab = await world.open();
    const how = world.random.pick<Break>(['close', 'versionchange', 'open fails', 'service killed']);
    await world.faults.refuse();
    const before = await world.track(tab, world.many(25));
    await stored(tab, before);
    await breakStorage(world, tab, how);
    await trackInBursts(world, tab, world.many(50));
    await tab.goto(`${world.shop.url()}/next`);
    world.note(how);
  },
};

/** Cookies and storage are blocked by the browser's own setting: reading localStorage throws, opening IndexedDB fails. */
const blockStorage = async (profile: string): Promise<void> => {
  await mkdir(join(profile, 'Default'), { recursive: true });
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify({ profile: { default_content_setting_values: { cookies: 2 } } }));
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
    await tab.run(([email, name]) => window.lab.identify(email, name), [`${world.rowId}-${world.seed}@example.com`.toLowerCase(), who!] as const);
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
    await tab.run(([email, name, first]) => {
      window.lab.identify(email, name);
      window.lab.order(first, first);
    }, [`${world.rowId}-${world.seed}@example.com`.toLowerCase(), who!, order!] as const);
    for (let i = 0; i < 10; i++) await trackInBursts(world, tab, 10, 5_000);
    await tab.run((name) => window.lab.order(name, name), second!);
    await waitFor('storage to be full', async () => (await tab.run(() => window.lab.problems)).some(({ code }) => code === 'storage'), 5_000).catch(() => world.note('no "storage" was said'));
    const drops = await tab.run(() => window.lab.drops);
    await tab.close();
    await world.faults.accept();
    const again = await world.open('/again');
    await held(world, precious, 15_000);
    await again.close();
    world.note(`${drops.reduce((sum, { messages }) => sum + messages, 0)} dropped in the page as ${[...new Set(drops.map(({ reason }) => reason))].join(', ') || 'nothing'}`);
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
    world.check(long.length === 0, `tasks of ${long.join(', ')} ms, none above 50 expected`);
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

export const storage: readonly Row[] = [b31, b32, b33, b34, b35, b36, b49];
