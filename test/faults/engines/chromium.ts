import puppeteer, { type Browser, type CDPSession } from 'puppeteer-core';
import { findChromium } from '../../support/find-chromium.mjs';
import { pause, waitFor } from '../wait.ts';
import type { ChromiumTools, Engine, Session, Tab } from './engine.ts';
import { signal } from './processes.ts';
import { cdpOf, sessionOf, tabOf } from './puppeteer.ts';
import { rendererOf } from './renderer.ts';

/** As a visitor runs it, without what would talk to the outside. Puppeteer's own defaults would switch off throttling and the like. */
const ARGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-breakpad',
  '--password-store=basic',
  '--remote-debugging-port=0',
  '--host-resolver-rules=MAP shop.test 127.0.0.1',
];

interface ProcessInfo {
  readonly type: string;
  readonly id: number;
}

const toolsOf = (whole: CDPSession): ChromiumTools => {
  const processes = async (): Promise<ProcessInfo[]> => (await whole.send('SystemInfo.getProcessInfo')).processInfo;

  return {
    cdp: cdpOf,
    evaluate: async (tab, expression) => {
      const { result, exceptionDetails } = await (
        await cdpOf(tab)
      ).send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
      if (exceptionDetails) throw new Error(exceptionDetails.text);
      return result.value as never; // the caller says what it is
    },
    rendererOf: async (tab) => rendererOf(await cdpOf(tab)),
    processOf: async (type) => (await processes()).find((one) => one.type === type)?.id,
  };
};

/** Opens the address at once: a tab with nothing before it in its history may close itself. */
const openTab = async (browser: Browser, whole: CDPSession, url: string): Promise<Tab> => {
  const { targetId } = await whole.send('Target.createTarget', { url });
  const target = await browser.waitForTarget((one) => (one as unknown as { _targetId: string })._targetId === targetId); // Puppeteer has no public name for it
  const page = await target.page();
  if (!page) throw new Error(`Chromium opened no page for ${url}`);
  const tab = tabOf(page);
  const isLoaded = (): Promise<boolean> => {
    if (!browser.connected) throw new Error(`Chromium ended before it had opened ${url}`);
    return tab.run((wanted) => document.readyState === 'complete' && location.href === wanted, url).catch(() => false); // the context of the page before
  };
  await waitFor(`${url} to load`, isLoaded, 20_000);
  return tab;
};

const launch: Engine['launch'] = async ({ profile, args = [] }): Promise<Session> => {
  const executablePath = findChromium()!; // missing() was asked before
  const browser = await puppeteer.launch({
    browser: 'chrome',
    executablePath,
    ignoreDefaultArgs: true,
    args: [...ARGS, `--user-data-dir=${profile}`, ...args, 'about:blank'],
    waitForInitialPage: false,
  });
  const whole = await browser.target().createCDPSession();
  const tools = toolsOf(whole);
  return {
    ...sessionOf(browser),
    open: (url) => openTab(browser, whole, url),
    chromium: tools,
    killPage: async (tab) => {
      signal(await tools.rendererOf(tab), 'SIGKILL');
      await pause(50);
    },
  };
};

export const chromium: Engine = {
  name: 'chromium',
  missing: () => (findChromium() ? undefined : 'no Chromium here: name one by CARTLINE_CHROMIUM'),
  launch,
  stop: () => Promise.resolve(),
};
