import { awaitDestination, outOfOrder } from './destination.ts';
import type { Tab } from './engines/engine.ts';
import { pass } from './fault.ts';
import { atMost, holds } from './wait.ts';
import type { Arrival } from './wire.ts';
import type { World } from './world.ts';

/** What one run came to. */
export interface Tally {
  readonly sent: number;
  readonly lost: number;
  /** Not lost, but still in the outbox when the time was up. */
  readonly stuck: number;
  /** Lost, and nobody could have kept it. */
  readonly allowed: number;
  readonly dropped: number;
  /** Stored or applied more than once. */
  readonly doubled: number;
  /** Messages that reached the relay more than once. */
  readonly extra: number;
  readonly requests: number;
  /** From the end of the fault, or the revisit, until the relay had everything. Page time where the page has a clock of its own. */
  readonly recoveryMs: number;
  readonly notes: readonly string[];
  readonly wire: readonly Arrival[];
  /** Empty: the row holds. */
  readonly broken: readonly string[];
}

/** How long everything may take to arrive after the revisit: leases are 8 s, and a first backoff may stand before them. */
const RECOVERY_MS = 30_000;
const PAGE_RECOVERY_MS = 7_200_000;
/** The first steps of the page's clock are small, so that a quick recovery shows as one. */
const pageStepMs = (aheadMs: number): number => (aheadMs < 3_000 ? 300 : 5_000);

/** Opens the shop once more, says who the visitor is, and lets everything through. */
const revisit = async (world: World): Promise<Tab> => {
  const { faults, shop, seed, rowId } = world;
  faults.programme(pass);
  await faults.accept();
  shop.options.contentSecurityPolicy = undefined;
  const tab = await world.open('/again');
  const [label] = world.labels(1, 'identify');
  await tab.run(([email, name]) => window.lab.identify(email, name), [
    `${rowId}-${seed}@example.com`.toLowerCase(),
    label!,
  ] as const);
  await world.track(tab, 1);
  world.verdict.revisit = tab;
  return tab;
};

const missing = ({ tracked, view, verdict }: World): string[] =>
  [...tracked.keys()].filter(
    (label) =>
      !view.held.has(label) &&
      !verdict.mayLose.has(label) &&
      !verdict.mustDrop.has(label) &&
      !verdict.mustForget.has(label),
  );

const reported = ({ view }: World): number => Object.values(view.dropped()).reduce((sum, count) => sum + count, 0);

const isWhole = (world: World): boolean =>
  missing(world).length <= reported(world) - world.verdict.mustDrop.size &&
  reported(world) >= world.verdict.mustDrop.size;

/** Waits until the relay has everything; how long that took, in the page's time. */
const awaitRelay = async (world: World, tab: Tab): Promise<number> => {
  const { view, shop, recoveredAt } = world;
  const start = Date.now();
  const begun = recoveredAt() ?? start;
  const startOffset = shop.options.clockMs ?? 0;
  await holds(
    async () => {
      await view.sync();
      if (isWhole(world)) return true;
      const ahead = (shop.options.clockMs ?? 0) - startOffset;
      if (shop.options.clockMs === undefined || ahead > PAGE_RECOVERY_MS) return false;
      await world.advance([tab], pageStepMs(ahead));
      return false;
    },
    RECOVERY_MS,
    50,
  );
  return Date.now() - begun + (shop.options.clockMs ?? 0) - startOffset;
};

/** What the relay says of a message's delivery. */
const stateOf = ({ view }: World, label: string): string =>
  view
    .message(label)
    ?.deliveries.map(({ state, reason }) => (reason === undefined ? state : `${state}, ${reason}`))
    .join() ?? 'unknown';

const extraOf = ({ faults }: World): number => {
  const ids = faults.arrivals.filter(({ stored }) => stored).flatMap(({ messages }) => messages.map(({ id }) => id));
  return ids.length - new Set(ids).size;
};

/** Rows left in the outbox; under the lease of a page that is gone they wait there, though the relay has them. */
const pendingRows = async (tab: Tab): Promise<readonly string[]> =>
  (await atMost(
    5_000,
    tab.run(() => window.lab.rows()),
  )) ?? [];

/** "12 (L-B1-1-0, L-B1-1-1, …)" */
const some = (labels: readonly string[]): string =>
  `${labels.length} (${labels.slice(0, 4).join(', ')}${labels.length > 4 ? ', …' : ''})`;

/** What is there and should not be, and what came in the wrong order. */
const judgeContent = (world: World): string[] => {
  const { view, verdict, tracked } = world;
  const strange = [...view.held.keys()].filter((label) => !tracked.has(label));
  const undead = [...verdict.mustDrop.keys(), ...verdict.mustForget].filter((label) => view.held.has(label));
  const swapped = outOfOrder(world);
  return [
    ...(strange.length ? [`held though nobody tracked it: ${some(strange)}`] : []),
    ...(undead.length ? [`held though it was to be forgotten: ${some(undead)}`] : []),
    ...(swapped.length ? [`out of order at the destination: ${some(swapped)}`] : []),
  ];
};

const judgeCounts = (
  world: World,
  lost: readonly string[],
  stuck: readonly string[],
  heldTwice: readonly string[],
  appliedTwice: readonly string[],
): string[] => {
  const { view, verdict } = world;
  const dropped = view.dropped();
  const reasons = new Set([...verdict.mustDrop.values()]);
  const wrong = [...reasons].filter(
    (reason) => (dropped[reason] ?? 0) !== [...verdict.mustDrop.values()].filter((one) => one === reason).length,
  );
  return [
    ...(lost.length ? [`lost ${some(lost)}`] : []),
    ...(stuck.length ? [`still in the outbox ${RECOVERY_MS / 1_000} s after the revisit: ${some(stuck)}`] : []),
    ...(heldTwice.length ? [`held twice by the relay: ${some(heldTwice)}`] : []),
    ...(appliedTwice.length ? [`applied twice at the destination: ${some(appliedTwice)}`] : []),
    ...(reported(world) > verdict.mustDrop.size && !verdict.mayDrop
      ? [`${reported(world)} dropped (${Object.keys(dropped).join(', ')}), ${verdict.mustDrop.size} expected`]
      : []),
    ...(view.quarantined.size ? [`quarantined ${some([...view.quarantined])}`] : []),
    ...wrong.map(
      (reason) =>
        `dropped as "${reason}": ${dropped[reason] ?? 0} reported, ${[...verdict.mustDrop.values()].filter((one) => one === reason).length} expected`,
    ),
    ...(world.shop.errors.length ? [`page error: ${world.shop.errors[0]}`] : []),
  ];
};

/** The oracle of the fault matrix: after recovery and one revisit everything is held and applied once and in order, and the counts balance. */
export const judge = async (world: World): Promise<Tally> => {
  const { verdict, view, tracked, faults } = world;
  const requests = faults.arrivals.length;
  const tab = verdict.revisit ?? (await revisit(world));
  const recoveryMs = await awaitRelay(world, tab);
  const counts = await awaitDestination(world);
  await view.sync();
  const pending = await pendingRows(tab);
  const gone = missing(world);
  const excess = Math.max(0, reported(world) - verdict.mustDrop.size);
  const stuck = gone.filter((label) => pending.includes(label));
  const lost = gone.filter((label) => !pending.includes(label)).slice(excess);
  const unapplied = [...tracked]
    .flatMap(([label, kind]) => (kind !== 'identify' && view.held.has(label) ? [label] : []))
    .filter((label) => !counts.has(label) && !verdict.mayStayHeld.has(label));
  const heldTwice = [...tracked.keys()].filter(
    (label) => !verdict.mayHoldTwice && (view.held.get(label)?.size ?? 0) > 1,
  );
  const appliedTwice = [...counts].flatMap(([label, count]) => (count > 1 ? [label] : []));
  const broken = [
    ...verdict.broken,
    ...judgeCounts(world, lost, stuck, heldTwice, appliedTwice),
    ...judgeContent(world),
    ...(unapplied.length
      ? [`${unapplied.length} held by the relay and not applied (${unapplied[0]}: ${stateOf(world, unapplied[0]!)})`]
      : []),
  ];
  return {
    sent: tracked.size,
    lost: lost.length,
    stuck: stuck.length,
    allowed: [...verdict.mayLose].filter((label) => !view.held.has(label)).length,
    dropped: reported(world),
    doubled: new Set([...heldTwice, ...appliedTwice]).size,
    extra: extraOf(world),
    requests,
    recoveryMs,
    notes: [...verdict.notes, ...(pending.length ? [`${pending.length} rows still in the outbox`] : [])],
    broken,
    wire: faults.arrivals,
  };
};
