import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Installs a folder's packages as its own lock file names them, when they are not there; nothing of theirs runs. */
export const installLocked = (folder: string, what: string): void => {
  if (existsSync(join(folder, 'node_modules/.package-lock.json'))) return;
  console.log(`Installing ${what} (npm ci in ${folder}).`);
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm ci in ${folder} ended with ${status}: without ${what} this cannot run`);
};
