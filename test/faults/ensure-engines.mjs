// Installs the browsers of the fault matrix that are missing: Chromium as ensure-browser.mjs does, the others by apt, on Debian and its kin, as root.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ensureBrowser } from '../support/ensure-browser.mjs';

/** A file that shows that the engine is there, and the Debian packages that bring it. */
const packaged = {
  firefox: { file: '/usr/bin/firefox-esr', packages: ['firefox-esr'] },
  webkit: { file: '/usr/bin/WebKitWebDriver', packages: ['webkit2gtk-driver', 'xvfb'] },
};

const apt = (...args) =>
  spawnSync('apt-get', args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    .status === 0;

const canInstall = () => existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;

/** Tries to bring the engines that are missing; what stays missing is left out of a run, which says so. */
export const ensureEngines = (names) => {
  if (names.includes('chromium')) ensureBrowser();
  const absent = names.map((name) => packaged[name]).filter((engine) => engine && !existsSync(engine.file));
  if (!absent.length) return;
  const packages = absent.flatMap((engine) => engine.packages);
  if (canInstall()) {
    console.log(`Installing ${packages.join(' ')} for the fault matrix.`);
    if (apt('update', '-qq')) apt('install', '-y', '-qq', ...packages);
  } else console.log(`Not installed: ${packages.join(' ')}. As root on Debian this installs them.`);
};
