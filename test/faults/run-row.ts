import { setTimeout as delay } from 'node:timers/promises';
import { judge, type Tally } from './oracle.ts';
import type { Row } from './row.ts';
import { createWorld, type Ground, type World } from './world.ts';

/** A run that hangs is ended after this. */
const LONGEST_RUN_MS = 240_000;

const messageOf = (error: unknown): string => String(error).split('\n')[0]!;

/** The row's own part; what it throws is a finding like any other, and the oracle is asked all the same. */
const doRow = async (row: Row, world: World): Promise<void> => {
  try {
    await row.run(world);
  } catch (error) {
    world.check(false, `the run: ${messageOf(error)}`);
  }
};

const nothing: Tally = {
  sent: 0,
  lost: 0,
  stuck: 0,
  allowed: 0,
  dropped: 0,
  doubled: 0,
  extra: 0,
  requests: 0,
  recoveryMs: 0,
  notes: [],
  wire: [],
  broken: [],
};

/** Runs a row once under a seed, in a browser and a shop of its own. */
export const runRow = async (ground: Ground, row: Row, seed: number): Promise<Tally> => {
  ground.customerio.reset();
  const world = await createWorld(ground, row.id, seed);
  const work = doRow(row, world).then(() => judge(world));
  const over = new AbortController();
  const tooLong = delay(LONGEST_RUN_MS, undefined, { signal: over.signal }).then(() => ({
    ...nothing,
    broken: [`it took more than ${LONGEST_RUN_MS / 1_000} s`],
  }));
  try {
    return await Promise.race([work, tooLong]);
  } catch (error) {
    return {
      ...nothing,
      sent: world.tracked.size,
      wire: world.faults.arrivals,
      notes: world.verdict.notes,
      broken: [...world.verdict.broken, `the oracle: ${messageOf(error)}`],
    };
  } finally {
    over.abort();
    tooLong.catch(() => undefined); // aborted: it was in time
    await world.close();
  }
};
