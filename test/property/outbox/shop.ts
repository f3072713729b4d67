import { createFakeBrowser, openTab, type FakeBrowser, type FakeTab } from '../../support/fake-browser.ts';
import { crashStorage } from '../../support/fake-storage.ts';
import { createRandom } from '../../support/random.ts';
import { createReferenceRelay, type ReferenceRelay } from './reference-relay.ts';

export const kinds = ['page', 'event', 'identify', 'order', 'withdrawal', 'large', 'poison', 'huge'] as const;
export type Kind = (typeof kinds)[number];

/** One call of the shop, known by its number: it stands in what is sent, whatever the client makes of it. */
export interface Call {
  readonly n: number;
  readonly kind: Kind;
  readonly tab: FakeTab;
}

/** One browser with its tabs, the relay, and what we know of each call. */
export interface Shop {
  readonly browser: FakeBrowser;
  readonly relay: ReferenceRelay;
  readonly tabs: (FakeTab | undefined)[];
  readonly opened: FakeTab[];
  readonly calls: Call[];
  /** The message id of each call. */
  readonly ids: Map<number, string>;
  /** Calls that stand in the small values, for a later page. */
  readonly logged: Set<number>;
  readonly dead: Set<FakeTab>;
  /** Tabs that were closed in good order since the last crash, and which of them each tab came after. */
  readonly closed: FakeTab[];
  readonly earlier: Map<FakeTab, readonly FakeTab[]>;
  crashes: number;
  /** The small values that are on the disk: a browser writes them seconds later. */
  onDisk: { readonly values: ReadonlyMap<string, string>; readonly cookie: string | undefined };
}

export const mark = (n: number): string => `m${n}.`;
export const numberIn = (text: string): number => Number(/m(\d+)\./.exec(text)?.[1]);

export const createShop = (seed: number, latencyMs: number): Shop => {
  const browser = createFakeBrowser(createRandom(seed));
  browser.latencyMs = latencyMs;
  return {
    browser,
    relay: createReferenceRelay(browser.clock),
    tabs: [],
    opened: [],
    calls: [],
    ids: new Map(),
    logged: new Set(),
    dead: new Set(),
    closed: [],
    earlier: new Map(),
    crashes: 0,
    onDisk: { values: new Map(), cookie: undefined },
  };
};

export const open = (shop: Shop, slot: number): FakeTab => {
  const tab = openTab(shop.browser, shop.relay.answering);
  tab.client.on('message', ({ id, body }) => shop.ids.set(numberIn(body), id));
  shop.opened.push(tab);
  shop.earlier.set(tab, [...shop.closed]);
  return (shop.tabs[slot] = tab);
};

const say: Record<Kind, (client: FakeTab['client'], text: string) => void> = {
  page: (client, title) => client.page({ title }),
  event: (client, n) => client.track('event', { n }),
  identify: (client, n) => client.identify({ email: 'a@b.example', traits: { first_name: n } }),
  order: (client, order_id) => client.track('order_completed', { order_id, items: [] }),
  withdrawal: (client, source) => client.consent({ email: false, source }),
  large: (client, n) => client.track('event', { n, text: '😀'.repeat(5_000) }),
  poison: (client, n) => client.track('poison', { n }),
  huge: (client, n) => client.track('event', { n, text: 'x'.repeat(40_000) }),
};

export const call = (shop: Shop, tab: FakeTab, kind: Kind): void => {
  const n = shop.calls.length;
  shop.calls.push({ n, kind, tab });
  say[kind](tab.client, mark(n));
};

/** After a page has left: which of its calls stand in the small values. */
export const noteLog = ({ browser: { values }, calls, logged }: Shop): void => {
  const text = [...values.values()].join();
  for (const { n } of calls) if (text.includes(mark(n))) logged.add(n);
};

export const end = (shop: Shop, slot: number, how: 'close' | 'kill'): void => {
  const tab = shop.tabs[slot]!;
  tab[how]();
  noteLog(shop);
  shop.dead.add(tab);
  if (how === 'close') shop.closed.push(tab);
  shop.tabs[slot] = undefined;
};

/** Writes the small values to the disk. */
export const sync = (shop: Shop): void => {
  const { values, cookie } = shop.browser;
  shop.onDisk = { values: new Map(values), cookie };
};

/** The whole browser dies, and is started again without what was not on the disk. */
export const crash = (shop: Shop): void => {
  const { browser, onDisk, logged } = shop;
  shop.tabs.forEach((tab, slot) => tab && end(shop, slot, 'kill'));
  crashStorage(browser);
  browser.values.clear();
  for (const [key, value] of onDisk.values) browser.values.set(key, value);
  browser.cookie = onDisk.cookie;
  logged.clear();
  shop.closed.length = 0;
  noteLog(shop);
  shop.crashes++;
};
