import fc from 'fast-check';
import { fates } from './reference-relay.ts';
import { call, crash, end, kinds, noteLog, open, sync, type Shop } from './shop.ts';

/** What the visitor's tabs are doing: all that decides which step makes sense. */
export interface Model {
  readonly tabs: ('gone' | 'running' | 'frozen')[];
}

type Step = fc.AsyncCommand<Model, Shop>;

export const SLOTS = 3;
/** Values that are this old are on the disk: Chromium writes them after 5 s and more. */
const ON_DISK_MS = 5_000;

const step = (
  says: string,
  check: (model: Readonly<Model>) => boolean,
  run: (shop: Shop, model: Model) => unknown,
): Step => ({
  check,
  run: async (model, shop) => {
    await run(shop, model);
  },
  toString: () => says,
});

/** What a page was just told, its listeners hear before it ends: the accounts are kept by them. */
const microtasks = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const onTab = (
  slot: number,
  says: string,
  states: readonly Model['tabs'][number][],
  run: (shop: Shop, model: Model) => unknown,
): Step => step(`tab ${slot} ${says}`, ({ tabs }) => states.includes(tabs[slot] ?? 'gone'), run);

const slot = fc.nat(SLOTS - 1);
const kind = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...kinds.slice(0, 5)) },
  { weight: 1, arbitrary: fc.constantFrom(...kinds.slice(5)) },
);
/** What may follow in the very same moment. */
const next = fc.oneof(
  { weight: 6, arbitrary: fc.constant('' as const) },
  { weight: 1, arbitrary: fc.constantFrom('close', 'kill') },
);

const tracks = fc
  .record({ slot, kind, times: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 3 }), fc.constant(23)), next })
  .map(({ slot, kind, times, next }) =>
    onTab(slot, `tracks ${times} × ${kind}${next && ` and, at once, ${next}`}`, ['running'], async (shop, model) => {
      if (next) await microtasks();
      for (let i = 0; i < times; i++) call(shop, shop.tabs[slot]!, kind);
      if (!next || kind === 'huge') return;
      end(shop, slot, next);
      model.tabs[slot] = 'gone';
    }),
  );

const opens = slot.map((slot) =>
  onTab(slot, 'opens', ['gone'], (shop, model) => {
    open(shop, slot);
    model.tabs[slot] = 'running';
  }),
);

const ends = fc.tuple(slot, fc.constantFrom('close', 'kill')).map(([slot, how]) =>
  onTab(slot, how === 'close' ? 'is closed' : 'dies', ['running', 'frozen'], async (shop, model) => {
    await microtasks();
    end(shop, slot, model.tabs[slot] === 'frozen' ? 'kill' : how);
    model.tabs[slot] = 'gone';
  }),
);

const freezes = slot.map((slot) =>
  onTab(slot, 'freezes', ['running'], (shop, model) => {
    shop.tabs[slot]!.freeze();
    noteLog(shop);
    model.tabs[slot] = 'frozen';
  }),
);

const thaws = slot.map((slot) =>
  onTab(slot, 'thaws', ['frozen'], (shop, model) => {
    shop.tabs[slot]!.thaw();
    model.tabs[slot] = 'running';
  }),
);

const hides = fc.tuple(slot, fc.boolean()).map(([slot, hidden]) =>
  onTab(slot, hidden ? 'is hidden' : 'is shown', ['running'], (shop) => {
    const tab = shop.tabs[slot]!;
    tab.hidden = hidden;
    if (hidden) tab.leave();
    else tab.wake(false);
    noteLog(shop);
  }),
);

const logsOut = slot.map((slot) => onTab(slot, 'logs out', ['running'], (shop) => shop.tabs[slot]!.client.reset()));

const always = (): boolean => true;

const comesOnline = fc.constant(
  step('the network is back', always, (shop, model) =>
    shop.tabs.forEach((tab, slot) => model.tabs[slot] === 'running' && tab?.wake(true)),
  ),
);

const crashes = fc.constant(
  step('the browser crashes', always, async (shop, model) => {
    await microtasks();
    crash(shop);
    model.tabs.fill('gone');
  }),
);

const befalls = fc
  .tuple(fc.constantFrom(...fates), fc.integer({ min: 1, max: 4 }))
  .map(([fate, requests]) =>
    step(`${requests} requests: ${fate}`, always, ({ relay }) => relay.befall(fate, requests)),
  );

const refuses = fc
  .tuple(fc.constantFrom('refuseWrites', 'refuseOpen'), fc.boolean())
  .map(([what, refused]) => step(`storage ${what}: ${refused}`, always, ({ browser }) => (browser[what] = refused)));

const passes = fc.constantFrom(1, 50, 300, 1_000, 5_000, 9_000, 20_000, 60_000, 900_000).map((ms) =>
  step(`${ms} ms pass`, always, async (shop) => {
    if (ms >= ON_DISK_MS) sync(shop);
    await shop.browser.clock.advance(ms);
  }),
);

const steps = fc
  .constantFrom(-600_000, -5_000, -1_000, 1_000, 5_000, 600_000)
  .map((ms) => step(`the clock is set by ${ms} ms`, always, ({ browser: { clock } }) => clock.set(clock.now() + ms)));

/** Lives of a few tabs: mostly tracking and waiting, with everything that may go wrong between. */
export const lives = fc.commands<Model, Shop, false>(
  [
    fc.oneof<fc.MaybeWeightedArbitrary<Step>[]>(
      { weight: 9, arbitrary: tracks },
      { weight: 8, arbitrary: passes },
      { weight: 4, arbitrary: opens },
      { weight: 4, arbitrary: befalls },
      { weight: 3, arbitrary: ends },
      { weight: 2, arbitrary: freezes },
      { weight: 2, arbitrary: thaws },
      { weight: 2, arbitrary: hides },
      { weight: 1, arbitrary: refuses },
      { weight: 1, arbitrary: steps },
      { weight: 1, arbitrary: crashes },
      { weight: 1, arbitrary: comesOnline },
      { weight: 1, arbitrary: logsOut },
    ),
  ],
  { size: 'max', maxCommands: 80 },
);
