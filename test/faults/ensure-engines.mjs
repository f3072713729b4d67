// Installs the browsers of the fault matrix that are missing, by apt: on Debian and its kin, as root.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What each engine needs: a file that shows that it is there, and the packages that bring it. */
const engines = {
  chromium: { file: '/usr/bin/chromium', packages: ['chromium', 'fonts-liberation'] },
  firefox: { file: '/usr/bin/firefox-esr', packages: ['firefox-esr'] },
  webkit: { file: '/usr/bin/WebKitWebDriver', packages: ['webkit2gtk-driver', 'xvfb'] },
};

const apt = (...args) =>
  spawnSync('apt-get', args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    .status === 0;

const absent = Object.values(engines).filter(({ file }) => !existsSync(file));
const canInstall = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;

if (absent.length === 0) console.log(`All there: ${Object.keys(engines).join(', ')}.`);
else if (!canInstall) {
  console.error(`Missing: ${absent.flatMap(({ packages }) => packages).join(' ')}. Install these packages as root.`);
  process.exitCode = 1;
} else {
  const packages = absent.flatMap((engine) => engine.packages);
  process.exitCode = apt('update', '-qq') && apt('install', '-y', '-qq', ...packages) ? 0 : 1;
}
