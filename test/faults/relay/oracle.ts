import { holds } from '../wait.ts';
import { applied, arrivals, outOfOrder } from './double-view.ts';
import type { Tracked } from './load.ts';
import type { World } from './world.ts';

/** What a run came to. */
export interface Tally {
  readonly sent: number;
  readonly acknowledged: number;
  /** Acknowledged and not in the store, or stored as pending and never at the destination. */
  readonly lost: number;
  /** Stored more than once, or applied more than once at the destination. */
  readonly doubled: number;
  /** Events that reached the destination again under the same id, which it ignored. */
  readonly extra: number;
  readonly requests: number;
  readonly recoveryMs: number;
  readonly notes: readonly string[];
  readonly broken: readonly string[];
}

/** A lease of a relay that lost its disk ends after 60 s; then its lane goes on. */
const RECOVERY_MS = 90_000;

interface StoredRow {
  readonly id: string;
  readonly n: number;
  readonly state: string;
}

const STORED = `select m.message_id as id, count(*) as n, min(o.state) as state
  from messages m join outbox o on o.seq = m.seq where m.source = 'shop' group by m.message_id`;

const named = (what: string, list: readonly string[]): string =>
  `${list.length} ${what}: ${list.slice(0, 5).join(', ')}${list.length > 5 ? ' …' : ''}`;

/** Nothing waits any more: what was stored has reached its end. */
const isSettled = async ({ relay }: World): Promise<boolean> => {
  const { stats } = await relay.state();
  return Object.values(stats.deliveries).every(({ pending = 0 }) => pending === 0);
};

const settled = (world: World): Promise<boolean> => holds(() => isSettled(world).catch(() => false), RECOVERY_MS, 20);

const checkStore = (world: World, rows: ReadonlyMap<string, StoredRow>): { lost: string[]; twice: string[] } => {
  const { load, mayBeGone, check } = world;
  const lost = [...load.acknowledged].filter((id) => !rows.has(id) && !mayBeGone.has(id) && load.tracked.has(id));
  const twice = [...rows.values()].filter(({ n }) => n > 1).map(({ id }) => id);
  check(lost.length === 0, named('acknowledged and not in the store', lost));
  check(twice.length === 0, named('stored twice', twice));
  return { lost, twice };
};

const checkDouble = (world: World, rows: ReadonlyMap<string, StoredRow>): { missing: string[]; twice: string[] } => {
  const { load, mayDie, customerio, check } = world;
  const counts = applied(customerio);
  const isDue = ({ type, messageId, label }: Tracked): boolean =>
    type === 'track' && rows.get(messageId)?.state === 'delivered' && !mayDie.has(label);
  const missing = [...load.tracked.values()]
    .filter((one) => isDue(one) && !counts.has(one.label))
    .map(({ label }) => label);
  const twice = [...counts].filter(([, n]) => n > 1).map(([label]) => label);
  check(missing.length === 0, named('stored and never at the destination', missing));
  check(twice.length === 0, named('applied twice at the destination', twice));
  return { missing, twice };
};

const checkStates = ({ mayDie, load, check }: World, rows: ReadonlyMap<string, StoredRow>): void => {
  const ended = [...rows.values()].filter(({ id, state }) => load.tracked.has(id) && state !== 'delivered');
  const wrong = ended.filter(({ id, state }) => !(state === 'dead' && mayDie.has(load.tracked.get(id)?.label ?? '')));
  check(
    wrong.length === 0,
    named(
      'not delivered',
      wrong.map(({ id, state }) => `${load.tracked.get(id)?.label ?? id} is ${state}`),
    ),
  );
};

/** Asks, after the fault is over: is each message that was acknowledged stored once, and applied once, in its visitor's order? */
export const judge = async (world: World): Promise<Tally> => {
  const { load, customerio, check } = world;
  if (!world.relay.isAlive()) await world.relay.start();
  check(await settled(world), `still pending ${RECOVERY_MS / 1_000} s after the fault was over`);
  const recoveryMs = Date.now() - world.overAt();
  const rows = new Map(world.query<StoredRow>(STORED).map((row) => [row.id, row]));
  const store = checkStore(world, rows);
  const double = checkDouble(world, rows);
  checkStates(world, rows);
  const labels = arrivals(customerio);
  check(outOfOrder(labels).length === 0, named('out of order', outOfOrder(labels)));
  const violations = customerio.violations().map(({ message }) => message);
  check(violations.length === 0, named('violations at the destination', violations));
  return {
    sent: load.tracked.size,
    acknowledged: load.acknowledged.size,
    lost: store.lost.length + double.missing.length,
    doubled: store.twice.length + double.twice.length,
    extra: labels.length - new Set(labels).size,
    requests: load.requests(),
    recoveryMs,
    notes: world.notes,
    broken: world.broken,
  };
};
