import { chromium, type Browser } from 'playwright';
import { findChromium } from './find-chromium.mjs';

/** Starts Chromium without its background requests, which a closed network refuses by the hundred. */
export const launchChromium = (): Promise<Browser> => {
  const executablePath = findChromium();
  if (!executablePath)
    throw new Error('No Chromium here: run "node test/support/ensure-browser.mjs", or set CARTLINE_CHROMIUM');
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({ executablePath, args });
};
