import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

/** Where distributions put it; Playwright's own download comes first where there is one. */
const known = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const playwrights = () => {
  try {
    return chromium.executablePath();
  } catch {
    return ''; // none for this platform
  }
};

/** The Chromium to test with, or undefined. `CARTLINE_CHROMIUM` names another one. */
export const findChromium = () =>
  [process.env.CARTLINE_CHROMIUM ?? '', playwrights(), ...known].find((path) => path && existsSync(path));
