import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installLocked } from '../../support/install-locked.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Installs the peers as their own lock file names them. */
export const installPeers = (): void => installLocked(here('.'), 'the peers');

export const checkBuild = (): void => {
  if (!existsSync(here('../../../dist/cartline.js')))
    throw new Error('dist/cartline.js is missing: run "npm run build" first');
};
