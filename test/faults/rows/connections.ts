import type { Tab } from '../engines/engine.ts';
import { signal } from '../engines/processes.ts';
import type { Row } from '../row.ts';
import type { World } from '../world.ts';
import { chromiumOnly, everywhere, held, stored, trackInBursts } from './steps.ts';

const NO_LOCKS = "<script>Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined })</script>";
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
  title:
    "the database's connection closes, is asked to (versionchange), or cannot be opened again, in the middle of a visit",
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

export const connections: readonly Row[] = [b31, b32];
