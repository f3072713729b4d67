// Installs a Chromium when there is none: Debian's own package where apt and the rights are there, Playwright's download elsewhere.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from './find-chromium.mjs';

const run = (command, args) =>
  spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status ===
  0;

const byApt = () =>
  existsSync('/usr/bin/apt-get') &&
  process.getuid?.() === 0 &&
  run('apt-get', ['update', '-qq']) &&
  run('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-liberation']);

const byPlaywright = () => run('npx', ['playwright', 'install', 'chromium']);

/** Makes sure that there is a Chromium; true when there is one now. */
export const ensureBrowser = () => {
  if (findChromium()) return true;
  console.log('No Chromium found: installing one for the tests.');
  return (byApt() || byPlaywright()) && !!findChromium();
};

if (process.argv[1]?.endsWith('ensure-browser.mjs') && !ensureBrowser()) {
  console.error(
    'No Chromium could be installed. Install one yourself and name it: CARTLINE_CHROMIUM=/path/to/chromium npm test',
  );
  process.exit(1);
}
