import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, until } from '../../support/relay-process.ts';

const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));

export const writeKey = 'wk_bench_shop';

/** In MB, of the relay's process alone: the most that it has ever held (VmHWM), and what it holds now (VmRSS). */
export interface Memory {
  readonly most: number;
  readonly now: number;
}

/** The relay as it is shipped, in a process of its own. */
export interface RelayServer {
  readonly url: string;
  readonly memoryMb: () => Memory;
  readonly stop: () => Promise<void>;
}

const megabytes = (status: string, name: string): number =>
  Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1_024;

export const startRelayServer = async (folder: string, storePath: string): Promise<RelayServer> => {
  const port = await freePort();
  const configFile = join(folder, 'cartline.config.json');
  // nobody to deliver to is unlike a shop; a destination that is away keeps the relay's outbox rows, and costs it nothing else
  const destinations = [
    { type: 'customerio-track', siteId: 's', apiKey: 'k', region: 'us', baseUrl: 'http://127.0.0.1:9' },
  ];
  // how much one key may send is the shop's to say; here the question is how much the relay can take
  const keys = [{ key: writeKey, kind: 'write', source: 'shop', rate: false }];
  await writeFile(
    configFile,
    JSON.stringify({ port, store: { path: storePath }, keys, orders: 'browser', destinations }),
  );
  const child = spawn(process.execPath, [CLI, 'relay', '--config', configFile], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await until('the relay to start', () =>
    fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return {
    url,
    memoryMb: () => {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return { most: megabytes(status, 'VmHWM'), now: megabytes(status, 'VmRSS') };
    },
    stop: async () => {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
};
