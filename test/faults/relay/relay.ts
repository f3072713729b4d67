import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../support/relay-process.ts';
import { atMost, waitFor } from '../wait.ts';

const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const CONTROL = new URL('./control.mjs', import.meta.url).href;

export const writeKey = 'wk_faults_shop';
export const otherKey = 'wk_faults_other';
const activityKey = 'activity-faults';

/** What is put around the relay's process. */
export interface Surroundings {
  /** Its clock runs so many times faster than the real one. */
  readonly clockSpeed?: number;
  /** Its clock is off by so much from the start. */
  readonly clockOffsetMs?: number;
  /** Environment of disk.c, with LD_PRELOAD. */
  readonly disk?: Readonly<Record<string, string>>;
}

export interface RelayState {
  readonly stats: {
    readonly messages: number;
    readonly duplicates: number;
    readonly conflicts: number;
    readonly quarantined: number;
    readonly deliveries: Readonly<Record<string, Readonly<Record<string, number>>>>;
  };
  readonly destinations: readonly { readonly status: string; readonly reason?: string }[];
}

/** `dist/cli.js relay` in a process of its own, with a file of its own. */
export interface Relay {
  readonly url: string;
  readonly storePath: string;
  readonly start: (surroundings?: Surroundings) => Promise<void>;
  /** Starts it without waiting for it to answer. */
  readonly launch: (surroundings?: Surroundings) => void;
  /** SIGKILL: no handler runs, nothing is flushed. */
  readonly kill: () => Promise<void>;
  /** SIGTERM; resolves with how long the exit took and its code. SIGKILL after 15 s. */
  readonly term: () => Promise<{ readonly ms: number; readonly code: number | null }>;
  readonly isAlive: () => boolean;
  readonly pid: () => number;
  /** Resolves when the process is gone; false when it is still there after `ms`. */
  readonly gone: (ms: number) => Promise<boolean>;
  /** To control.mjs. */
  readonly control: (order: { jumpMs?: number; dieAfterAppend?: boolean }) => Promise<void>;
  readonly log: () => string;
  readonly state: () => Promise<RelayState>;
  /** Erases a person. */
  readonly forget: (who: string) => Promise<{ readonly persons: number; readonly messages: number }>;
}

/** Generous: on a busy machine a process at low priority takes its time. */
const START_MS = 60_000;

const isGone = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

const end = async (child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> => {
  if (!child || isGone(child)) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  if ((await atMost(15_000, exit)) === undefined) {
    child.kill('SIGKILL');
    await exit;
  }
};

const environmentOf = ({ clockSpeed, clockOffsetMs, disk }: Surroundings): NodeJS.ProcessEnv => ({
  ...process.env,
  ...(clockSpeed !== undefined && { CARTLINE_CLOCK_SPEED: String(clockSpeed) }),
  ...(clockOffsetMs !== undefined && { CARTLINE_CLOCK_OFFSET: String(clockOffsetMs) }),
  ...disk,
});

const configOf = (port: number, path: string, customerio: string): unknown => ({
  port,
  store: { path },
  keys: [
    { key: writeKey, kind: 'write', source: 'shop' },
    { key: otherKey, kind: 'write', source: 'other' },
  ],
  orders: 'browser',
  activityKey,
  destinations: [{ type: 'customerio-track', siteId: 'site', apiKey: 'key', region: 'us', baseUrl: customerio }],
});

/** Prepares a relay that delivers to `customerio`; it is not started yet. */
export const prepareRelay = async (folder: string, customerio: string, storePath: string): Promise<Relay> => {
  if (!existsSync(CLI)) throw new Error(`${CLI} is not there: run npm run build first`);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const configFile = join(folder, `cartline-${port}.config.json`);
  await writeFile(configFile, JSON.stringify(configOf(port, storePath, customerio)));
  let child: ChildProcess | undefined;
  let log = '';
  const launch = (surroundings: Surroundings = {}): void => {
    const started = spawn(process.execPath, ['--import', CONTROL, CLI, 'relay', '--config', configFile], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: environmentOf(surroundings),
    });
    for (const stream of [started.stdout, started.stderr])
      stream?.on('data', (data: Buffer) => (log += data.toString()));
    child = started;
  };
  const answers = (): Promise<boolean> =>
    fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  return {
    url,
    storePath,
    launch,
    start: async (surroundings) => {
      launch(surroundings);
      await waitFor(
        'the relay to start',
        async () => {
          if (child && isGone(child)) throw new Error(`the relay ended with ${child.exitCode}: ${log.slice(-400)}`);
          return answers();
        },
        START_MS,
      );
    },
    kill: () => end(child, 'SIGKILL'),
    term: async () => {
      const start = Date.now();
      await end(child, 'SIGTERM');
      return { ms: Date.now() - start, code: child?.exitCode ?? null };
    },
    isAlive: () => child !== undefined && !isGone(child),
    pid: () => child?.pid ?? 0,
    gone: async (ms) => {
      if (child && !isGone(child)) await atMost(ms, once(child, 'exit'));
      return child === undefined || isGone(child);
    },
    control: async (order) => {
      const done = once(child!, 'message');
      child?.send(order);
      await done;
    },
    log: () => log,
    forget: async (who) => {
      const headers = { authorization: `Bearer ${activityKey}`, 'content-type': 'application/json' };
      const body = JSON.stringify({ who, confirm: true });
      const response = await fetch(`${url}/activity/forget`, { method: 'POST', headers, body });
      return (await response.json()) as { persons: number; messages: number }; // our own relay's
    },
    state: async () => {
      const response = await fetch(`${url}/activity/feed.json?limit=1`, {
        headers: { authorization: `Bearer ${activityKey}` },
      });
      return (await response.json()) as RelayState; // our own relay's
    },
  };
};
