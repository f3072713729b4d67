import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Measured } from './generate.ts';
import { load } from './load.ts';
import type { Plan, Shape } from './plan.ts';
import { prefill, type Prefilled } from './prefill.ts';
import { startRelayServer, writeKey, type RelayServer } from './relay-server.ts';

/** One shape of load on the relay and on both bounds. */
export interface Line {
  readonly shape: Shape;
  readonly relay: Measured;
  /** The relay at half of the requests that it managed. */
  readonly half: Measured;
  /** Events a second. */
  readonly bareServer: number;
  readonly bareStore: number;
}

export interface Results {
  readonly lines: readonly Line[];
  readonly prefilled: Prefilled | undefined;
  readonly memory: { readonly most: number; readonly now: number };
}

const file = (name: string): string => fileURLToPath(new URL(`./${name}`, import.meta.url));

/** The bare server for the length of `work`. */
const withBareServer = async <T>(work: (url: string) => Promise<T>): Promise<T> => {
  const child = fork(file('bare-server.ts'));
  const [{ url }] = (await once(child, 'message')) as [{ url: string }]; // what it sends
  try {
    return await work(url);
  } finally {
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }
};

const bareStore = async (folder: string, shape: Shape, seconds: number): Promise<number> => {
  const task = { path: join(folder, 'bare.db'), ...shape, seconds };
  const { stdout } = await promisify(execFile)(process.execPath, [file('bare-store.ts'), JSON.stringify(task)]);
  return Number(stdout);
};

const WARM_UP_SECONDS = 1;

const measure = async (
  relay: RelayServer,
  bareUrl: string,
  folder: string,
  shape: Shape,
  plan: Plan,
): Promise<Line> => {
  const { seconds } = plan;
  const task = { ...shape, writeKey, seconds };
  const full = await load({ ...task, url: relay.url });
  const rate = Math.max(1, Math.floor(full.requestsPerSecond / 2));
  // no more connections than requests in a second: each of them has to have a rate
  const connections = Math.min(shape.connections, rate);
  const half = await load({ ...task, url: relay.url, rate, connections });
  const server = await load({ ...task, url: bareUrl });
  return {
    shape,
    relay: full,
    half,
    bareServer: server.eventsPerSecond,
    bareStore: await bareStore(folder, shape, seconds),
  };
};

const shapeName = ({ connections, batch }: Shape): string => `${connections} connections, batches of ${batch}`;

const measureAll = async (relay: RelayServer, folder: string, plan: Plan): Promise<Line[]> => {
  const lines: Line[] = [];
  await load({ url: relay.url, writeKey, connections: 16, batch: 20, seconds: WARM_UP_SECONDS });
  await withBareServer(async (bareUrl) => {
    await load({ url: bareUrl, writeKey, connections: 16, batch: 20, seconds: WARM_UP_SECONDS });
    for (const shape of plan.shapes) {
      const line = await measure(relay, bareUrl, folder, shape, plan);
      console.log(`${shapeName(shape)}: ${Math.round(line.relay.eventsPerSecond)} events/s`);
      lines.push(line);
    }
  });
  return lines;
};

/** Runs the plan in a folder of its own, which goes with it. */
export const runPlan = async (plan: Plan): Promise<Results> => {
  const folder = await mkdtemp(join(tmpdir(), 'cartline-bench-'));
  const storePath = join(folder, 'relay.db');
  try {
    const prefilled = plan.prefill > 0 ? await prefill(storePath, plan.prefill, plan.prefillSeconds) : undefined;
    if (prefilled) console.log(`${prefilled.rows} messages stored before, in ${prefilled.seconds.toFixed(0)} s`);
    const relay = await startRelayServer(folder, storePath);
    try {
      const lines = await measureAll(relay, folder, plan);
      return { lines, prefilled, memory: relay.memoryMb() };
    } finally {
      await relay.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
