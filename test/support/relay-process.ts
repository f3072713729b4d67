import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Moves the relay's clock by CARTLINE_CLOCK_OFFSET milliseconds. */
const clock = new URL('../faults/relay/control.mjs', import.meta.url).href;
const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** The built relay in a process of its own, so that it can be killed for real. */
export interface RelayProcess {
  readonly url: string;
  /** `clockMs`: its clock runs so much ahead of the machine's; negative behind. */
  readonly start: (clockMs?: number) => Promise<void>;
  /** SIGKILL: no handler runs, nothing is flushed. */
  readonly kill: () => Promise<void>;
  /** SIGTERM, then SIGKILL when it does not stop by itself. Removes its store. */
  readonly close: () => Promise<void>;
  /** Takes effect with the next start. */
  readonly configure: (changes: Record<string, unknown>) => Promise<void>;
  /** What the activity page knows. */
  readonly feed: () => Promise<FeedLine[]>;
}

export interface FeedLine {
  readonly kind: 'message' | 'quarantined';
  readonly messageId: string;
  readonly type: string;
  readonly event?: string;
  readonly person?: { readonly email?: string };
  readonly deliveries: readonly { readonly destination: string; readonly state: string; readonly reason?: string }[];
  readonly rejection?: { readonly code: string; readonly path: string; readonly reason: string };
}

export const writeKey = 'wk_test_shop';
export const activityKey = 'activity-test';

/** A port of this machine that nobody listens on now. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
};

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );

/** Tries every 50 ms until `test` holds; rejects with `what` after 30 s. */
export const until = async (what: string, test: () => Promise<boolean> | boolean): Promise<void> => {
  const end = Date.now() + 30_000;
  while (!(await test())) {
    if (Date.now() > end) throw new Error(`Waited 30 s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

const stopped = async (child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> => {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
};

/** Prepares a relay that delivers to Customer.io's Track API at `customerio`, and starts it. `changes`: to its configuration. */
export const startRelay = async (
  customerio: string,
  changes: Record<string, unknown> = {},
  clockMs = 0,
): Promise<RelayProcess> => {
  const folder = await mkdtemp(join(tmpdir(), 'cartline-relay-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = {
    port,
    store: { path: join(folder, 'relay.db') },
    keys: [{ key: writeKey, kind: 'write', source: 'shop' }],
    orders: 'browser',
    activityKey,
    destinations: [{ type: 'customerio-track', siteId: 'site', apiKey: 'key', region: 'us', baseUrl: customerio }],
  };
  const configFile = join(folder, 'cartline.config.json');
  const configure: RelayProcess['configure'] = (more) => writeFile(configFile, JSON.stringify({ ...config, ...more }));
  await configure(changes);
  let child: ChildProcess | undefined;
  let log = '';
  const start = async (ahead = 0): Promise<void> => {
    const started = spawn(process.execPath, ['--import', clock, cli, 'relay', '--config', configFile], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, CARTLINE_CLOCK_OFFSET: String(ahead) },
    });
    child = started;
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (data: Buffer) => (log += data.toString()));
    await until(`the relay to start; it said:\n${log}`, async () => {
      if (started.exitCode !== null) throw new Error(`The relay ended with ${started.exitCode}:\n${log}`);
      return answers(url);
    });
  };
  await start(clockMs);
  return {
    url,
    start,
    configure,
    kill: () => stopped(child, 'SIGKILL'),
    close: async () => {
      await stopped(child, 'SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
    feed: async () => {
      const response = await fetch(`${url}/activity/feed.json?limit=1000`, {
        headers: { authorization: `Bearer ${activityKey}` },
      });
      const { entries } = (await response.json()) as { entries: FeedLine[] };
      return entries;
    },
  };
};
