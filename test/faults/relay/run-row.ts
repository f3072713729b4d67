import { atMost } from '../wait.ts';
import { judge, type Tally } from './oracle.ts';
import type { Row } from './row.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

/** A run that hangs is ended after this. */
const LONGEST_RUN_MS = 240_000;
const LONGEST_LONG_RUN_MS = 1_800_000;

const messageOf = (error: unknown): string => String(error).split('\n')[0]!;

/** The row's own part; what it throws is a finding like any other, and the oracle is asked all the same. */
const perform = async (row: Row, world: World): Promise<Tally> => {
  try {
    if (!row.startsItself) await world.relay.start(row.surroundings);
    await row.run(world);
  } catch (error) {
    world.check(false, `the run: ${messageOf(error)}`);
    world.load.stop();
  }
  return judge(world);
};

const unjudged = ({ load, notes, broken }: World, why: string): Tally => ({
  sent: load.tracked.size,
  acknowledged: load.acknowledged.size,
  lost: 0,
  doubled: 0,
  extra: 0,
  requests: load.requests(),
  recoveryMs: 0,
  notes,
  broken: [...broken, why],
});

/** Runs a row once under a seed, with a relay, a file and a destination of its own. */
export const runRow = async (row: Row, options: Omit<WorldOptions, 'rowId'>): Promise<Tally> => {
  const world = await createWorld({ ...options, rowId: row.id });
  const longestMs = options.isLong ? LONGEST_LONG_RUN_MS : LONGEST_RUN_MS;
  try {
    const tally = await atMost(
      longestMs,
      perform(row, world).catch((error: unknown) => unjudged(world, `the oracle: ${messageOf(error)}`)),
    );
    return tally ?? unjudged(world, `it took more than ${longestMs / 1_000} s`);
  } finally {
    await world.close();
  }
};
