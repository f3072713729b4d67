import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Measured } from './generate.ts';
import { load } from './load.ts';
import type { Shape } from './plan.ts';
import { startRelayServer, writeKey, type Memory, type RelayServer } from './relay-server.ts';

/** The relay under one shape of load. */
export interface Loaded {
  readonly shape: Shape;
  /** As much as it can take. */
  readonly full: Measured;
  /** At half of the requests a second that it took, evenly spread by chance. */
  readonly half: Measured;
}

/** Both bounds of one shape of load, in events a second. */
export interface Bounds {
  readonly bareServer: number;
  readonly bareStore: number;
}

const file = (name: string): string => fileURLToPath(new URL(`./${name}`, import.meta.url));
const WARM_UP_SECONDS = 4;
const warmUp = { connections: 16, batch: 20, seconds: WARM_UP_SECONDS };
/** Half load brings few requests, and a p99 wants many. */
const HALF_TIMES = 2;

/** The bare server for the length of `work`. */
export const withBareServer = async <T>(work: (url: string) => Promise<T>): Promise<T> => {
  const child = fork(file('bare-server.ts'));
  const [{ url }] = (await once(child, 'message')) as [{ url: string }]; // what it sends
  try {
    await load({ url, writeKey, ...warmUp });
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

export const measureBounds = async (
  bareUrl: string,
  folder: string,
  shape: Shape,
  seconds: number,
): Promise<Bounds> => {
  const { eventsPerSecond } = await load({ ...shape, writeKey, seconds, url: bareUrl });
  return { bareServer: eventsPerSecond, bareStore: await bareStore(folder, shape, seconds) };
};

/** Loads a relay that runs. */
export const measureRelay = async ({ url }: RelayServer, shape: Shape, seconds: number): Promise<Loaded> => {
  const full = await load({ ...shape, writeKey, seconds, url });
  const rate = Math.max(1, full.requestsPerSecond / 2);
  const half = await load({ ...shape, writeKey, seconds: seconds * HALF_TIMES, url, rate });
  return { shape, full, half };
};

/** A relay on this store for the length of `work`, warm; and the memory that it took. */
export const withRelay = async <T>(
  folder: string,
  storePath: string,
  work: (relay: RelayServer) => Promise<T>,
): Promise<{ readonly value: T; readonly memory: Memory }> => {
  const relay = await startRelayServer(folder, storePath);
  try {
    await load({ url: relay.url, writeKey, ...warmUp });
    return { value: await work(relay), memory: relay.memoryMb() };
  } finally {
    await relay.stop();
  }
};
