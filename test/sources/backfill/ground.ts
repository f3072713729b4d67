import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { createCustomerioDouble, type CustomerioDouble } from '../../doubles/customerio/index.ts';
import { buildCli } from '../../unit/cli/build-cli.ts';
import { folderWith } from '../../unit/cli/config-folder.ts';
import { startCli, type Ended, type Running } from '../../unit/cli/run-cli.ts';

export const SERVER_KEY = 'sk_test_backfill';
export const WRITE_KEY = 'wk_test_backfill';

const memoryHook = fileURLToPath(new URL('report-memory.mjs', import.meta.url));

/** How a command ended, and how many bytes of memory it had at most. */
export interface Measured extends Ended {
  readonly peakBytes: number;
}

/** A relay in a process of its own, a stand-in for Customer.io behind it, and the command line. */
export interface Ground {
  readonly folder: string;
  readonly url: string;
  readonly double: CustomerioDouble;
  readonly start: (args: readonly string[]) => Running;
  readonly run: (args: readonly string[]) => Promise<Measured>;
  /** Stops the relay, and reads what it keeps. */
  readonly readStore: <T>(query: string) => Promise<readonly T[]>;
  readonly close: () => Promise<void>;
}

export interface GroundOptions {
  /** Without it the relay keeps everything and sends nothing. */
  readonly delivers: boolean;
  readonly destination?: Readonly<Record<string, unknown>>;
  readonly keys?: readonly object[];
}

const peakIn = (file: string): number => (existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0);

export const prepareGround = async ({ delivers, destination }: GroundOptions): Promise<Ground> => {
  const cli = await buildCli();
  const double = createCustomerioDouble({ siteId: 'site', apiKey: 'key', region: 'us' });
  const customerio = await double.listen();
  const track = {
    type: 'customerio-track',
    siteId: 'site',
    apiKey: 'key',
    region: 'us',
    baseUrl: customerio.url,
    ...destination,
  };
  const folder = folderWith({
    'cartline.config.json': {
      port: 0,
      keys: [
        { key: SERVER_KEY, kind: 'server', source: 'back end' },
        { key: WRITE_KEY, kind: 'write', source: 'shop' },
      ],
      destinations: delivers ? [track] : [],
      activityKey: 'activity-test',
    },
  });
  const relay = startCli(cli, ['relay'], { cwd: folder });
  const url = (await relay.says(/Relay +(\S+)\n[\s\S]*\n\n$/))[1] ?? '';
  const common = ['--relay', url, '--key', SERVER_KEY];
  const stop = async (): Promise<void> => {
    if (relay.process.exitCode === null) relay.process.kill('SIGTERM');
    await relay.ended;
  };
  const start = (args: readonly string[], env: Record<string, string> = {}): Running =>
    startCli(cli, [...args, ...(args.includes('--relay') ? [] : common)], {
      cwd: folder,
      env,
      node: ['--import', memoryHook],
    });
  return {
    ...{ folder, url, double },
    start,
    run: async (args) => {
      const file = join(folder, 'peak.txt');
      rmSync(file, { force: true });
      const ended = await start(args, { PEAK_MEMORY_FILE: file }).ended;
      return { ...ended, peakBytes: peakIn(file) };
    },
    readStore: async <T>(query: string) => {
      await stop();
      const database = new DatabaseSync(join(folder, '.cartline/relay.db'), { readOnly: true });
      try {
        return database.prepare(query).all() as T[]; // the caller says what it asks for
      } finally {
        database.close();
      }
    },
    close: async () => {
      await stop();
      await customerio.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
