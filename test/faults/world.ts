import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CustomerioDouble } from '../doubles/customerio/index.ts';
import type { RelayProcess } from '../support/relay-process.ts';
import type { ChromiumTools, Engine, Session, Tab } from './engines/engine.ts';
import { startFaultServer, type FaultServer } from './fault-server.ts';
import { createRandom, hash, type Random } from './random.ts';
import { viewRelay, type RelayView } from './relay-view.ts';
import { startShop, type Shop, type ShopFiles } from './shop.ts';

/** What all runs share. */
export interface Ground {
  readonly engine: Engine;
  readonly relay: RelayProcess;
  readonly customerio: CustomerioDouble;
  readonly files: ShopFiles;
  /** The long form: as many events as the row says. */
  readonly isLong: boolean;
}

/** What a message is to the oracle: a `track` and a `page` are applied at the destination under their label. */
export type Kind = 'track' | 'page' | 'identify';

/** One run of one row. */
export interface World extends Ground {
  readonly rowId: string;
  readonly seed: number;
  /** The browser's profile folder. */
  readonly profile: string;
  readonly random: Random;
  readonly faults: FaultServer;
  readonly shop: Shop;
  readonly view: RelayView;
  /** Labels of everything that was tracked. */
  readonly tracked: ReadonlyMap<string, Kind>;
  /** `full` in the long form, fewer in the short one. */
  readonly many: (full: number, short?: number) => number;
  /** New labels, which count as tracked from now on. */
  readonly labels: (count: number, kind?: Kind) => string[];
  /** Tracks so many events in a tab, in one task. */
  readonly track: (tab: Tab, count: number, bytes?: number) => Promise<string[]>;
  /** Opens a page of the shop and waits for the SDK. */
  readonly open: (path?: string) => Promise<Tab>;
  readonly session: () => Promise<Session>;
  readonly chromium: () => Promise<ChromiumTools>;
  /** Starts the browser with these arguments when it is needed next. */
  readonly browserArgs: string[];
  /** SIGKILL for the whole browser; the next page starts it again with its profile. */
  readonly killBrowser: () => Promise<void>;
  readonly quitBrowser: () => Promise<void>;
  /** Takes the clocks of these tabs ahead, in steps, side by side. */
  readonly advance: (tabs: readonly Tab[], ms: number, stepMs?: number) => Promise<void>;
  /** Says when the fault was over, if that was before the revisit. */
  readonly recovered: () => void;
  readonly recoveredAt: () => number | undefined;
  /** A bound of the row's own. */
  readonly check: (holds: boolean, what: string) => void;
  /** Something measured, for the table. */
  readonly note: (text: string) => void;
  /** These may be lost: no client could keep them. */
  readonly mayLose: (labels: readonly string[]) => void;
  /** These must be dropped, and reported. */
  readonly mustDrop: (labels: readonly string[], reason: string) => void;
  /** These must never reach the relay: the visitor refused, or was never there. */
  readonly mustForget: (labels: readonly string[]) => void;
  /** These must reach the relay, which may hold them for ever: the browser has lost who did them. */
  readonly mayStayHeld: (labels: readonly string[]) => void;
  readonly verdict: Verdict;
  readonly close: () => Promise<void>;
}

export interface Verdict {
  readonly broken: string[];
  readonly notes: string[];
  readonly mayLose: Set<string>;
  readonly mustDrop: Map<string, string>;
  readonly mustForget: Set<string>;
  readonly mayStayHeld: Set<string>;
  /** The row was revisited, and this tab is open since. */
  revisit?: Tab;
  /** The relay keeps a repeated order, withheld: it must only not be applied twice. */
  mayHoldTwice?: boolean;
  /** Drops are part of the row, and their number is not known before. */
  mayDrop?: boolean;
}

interface Browsing extends Pick<World, 'session' | 'chromium' | 'browserArgs' | 'killBrowser' | 'quitBrowser'> {
  readonly close: () => Promise<void>;
}

const createBrowsing = (engine: Engine, profile: string): Browsing => {
  let current: Promise<Session> | undefined;
  const browserArgs: string[] = [];
  const session = (): Promise<Session> => (current ??= engine.launch({ profile, args: browserArgs }));
  const end = async (how: 'kill' | 'close'): Promise<void> => {
    const ending = current;
    current = undefined;
    await (await ending)?.[how]();
  };
  return {
    session,
    browserArgs,
    chromium: async () => {
      const { chromium } = await session();
      if (!chromium) throw new Error(`${engine.name} cannot do this`);
      return chromium;
    },
    killBrowser: () => end('kill'),
    quitBrowser: () => end('close'),
    close: () => end('kill').catch(() => undefined), // whatever state a row left it in
  };
};

const createVerdict = (): Verdict => ({
  broken: [],
  notes: [],
  mayLose: new Set(),
  mustDrop: new Map(),
  mustForget: new Set(),
  mayStayHeld: new Set(),
});

/** Makes the world of one run: a profile, a shop and a fault server of its own, before the relay that all runs share. */
export const createWorld = async (ground: Ground, rowId: string, seed: number): Promise<World> => {
  const { engine, relay, files, isLong } = ground;
  const profile = await mkdtemp(join(tmpdir(), 'cartline-faults-'));
  const faults = await startFaultServer(() => relay.url);
  const shop = await startShop(faults.url, files);
  const browsing = createBrowsing(engine, profile);
  const verdict = createVerdict();
  const tracked = new Map<string, Kind>();
  let recoveredAt: number | undefined;

  const labels: World['labels'] = (count, kind = 'track') => {
    const made = Array.from({ length: count }, (_, i) => `L-${rowId}-${seed}-${tracked.size + i}`);
    for (const label of made) tracked.set(label, kind);
    return made;
  };

  const advance: World['advance'] = async (tabs, ms, stepMs = ms) => {
    for (let done = 0; done < ms; done += stepMs) {
      const step = Math.min(stepMs, ms - done);
      for (const tab of tabs) {
        const offset = await tab.run(async (by) => {
          await window.lab.clock?.advance(by);
          return window.lab.clock?.offset();
        }, step);
        if (shop.options.clockMs !== undefined) shop.options.clockMs = Math.max(shop.options.clockMs, offset ?? 0);
      }
    }
  };

  return {
    ...ground,
    ...browsing,
    rowId,
    seed,
    profile,
    random: createRandom(seed * 7_919 + hash(rowId)),
    faults,
    shop,
    view: await viewRelay(relay),
    tracked,
    many: (full, short = Math.ceil(full / 5)) => (isLong ? full : short),
    labels,
    track: async (tab, count, bytes = 1) => {
      const made = labels(count);
      await tab.run(([names, size]) => window.lab.track(names, size), [made, bytes] as const);
      return made;
    },
    open: async (path = '/') => {
      const tab = await (await browsing.session()).open(shop.url() + path);
      if (path !== '/empty') await tab.run(() => window.lab.ready());
      return tab;
    },
    advance,
    recovered: () => (recoveredAt = Date.now()),
    recoveredAt: () => recoveredAt,
    check: (holds, what) => void (holds || verdict.broken.push(what)),
    note: (text) => void verdict.notes.push(text),
    mayLose: (lost) => lost.forEach((label) => verdict.mayLose.add(label)),
    mustDrop: (dropped, reason) => dropped.forEach((label) => verdict.mustDrop.set(label, reason)),
    mustForget: (forgotten) => forgotten.forEach((label) => verdict.mustForget.add(label)),
    mayStayHeld: (labels) => labels.forEach((label) => verdict.mayStayHeld.add(label)),
    verdict,
    close: async () => {
      await browsing.close();
      await Promise.all([faults.close(), shop.close()]);
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};
