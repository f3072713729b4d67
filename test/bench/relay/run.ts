import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureBounds, measureRelay, withBareServer, withRelay, type Bounds, type Loaded } from './measure.ts';
import type { Plan, Shape } from './plan.ts';
import { prefill, type Prefilled } from './prefill.ts';
import type { Memory } from './relay-server.ts';

/** One shape of load on an empty store, and both bounds. */
export interface Line extends Loaded, Bounds {}

/** The same loads on a store that has been filled before. */
export interface Filled extends Prefilled {
  readonly loads: readonly Loaded[];
  readonly memory: Memory;
}

export interface Results {
  readonly lines: readonly Line[];
  readonly memory: Memory;
  readonly filled: Filled | undefined;
}

const shapeName = ({ connections, batch }: Shape): string => `${connections} connections, batches of ${batch}`;

const tell = ({ shape, full, half }: Loaded): void =>
  console.log(
    `${shapeName(shape)}: ${Math.round(full.eventsPerSecond)} events/s, p99 at half load ${half.p99Ms.toFixed(1)} ms`,
  );

const measureEmpty = async (folder: string, { shapes, seconds }: Plan): Promise<Omit<Results, 'filled'>> => {
  const { value: lines, memory } = await withBareServer((bareUrl) =>
    withRelay(folder, join(folder, 'empty.db'), async (relay) => {
      const measured: Line[] = [];
      for (const shape of shapes) {
        const loaded = await measureRelay(relay, shape, seconds);
        tell(loaded);
        measured.push({ ...loaded, ...(await measureBounds(bareUrl, folder, shape, seconds)) });
      }
      return measured;
    }),
  );
  return { lines, memory };
};

const measureFilled = async (folder: string, plan: Plan): Promise<Filled> => {
  const storePath = join(folder, 'filled.db');
  const prefilled = await prefill(storePath, plan.prefill, plan.prefillSeconds);
  console.log(`${prefilled.rows} messages stored before, in ${prefilled.seconds.toFixed(0)} s`);
  const { value: loads, memory } = await withRelay(folder, storePath, async (relay) => {
    const measured: Loaded[] = [];
    for (const shape of plan.shapes) {
      const loaded = await measureRelay(relay, shape, plan.seconds);
      tell(loaded);
      measured.push(loaded);
    }
    return measured;
  });
  return { ...prefilled, loads, memory };
};

/** Runs the plan in a folder of its own, which goes with it. */
export const runPlan = async (plan: Plan): Promise<Results> => {
  const folder = await mkdtemp(join(tmpdir(), 'cartline-bench-'));
  try {
    const empty = await measureEmpty(folder, plan);
    return { ...empty, filled: plan.prefill > 0 ? await measureFilled(folder, plan) : undefined };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
