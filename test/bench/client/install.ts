import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Installs the peers as their own lock file names them, when they are not there; nothing of theirs runs. */
export const installPeers = (): void => {
  if (existsSync(here('node_modules/.package-lock.json'))) return;
  console.log('Installing the peers (npm ci in test/bench/client).');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: here('.'),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0)
    throw new Error(
      `npm ci in test/bench/client ended with ${status}: without the peers there is nothing to compare with`,
    );
};

export const checkBuild = (): void => {
  if (!existsSync(here('../../../dist/cartline.js')))
    throw new Error('dist/cartline.js is missing: run "npm run build" first');
};
