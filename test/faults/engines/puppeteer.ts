import { once } from 'node:events';
import type { Browser, CDPSession, Page } from 'puppeteer-core';
import type { Session, Tab } from './engine.ts';
import { killTree } from './processes.ts';

const pages = new WeakMap<Tab, Page>();

export const pageOf = (tab: Tab): Page => {
  const page = pages.get(tab);
  if (!page) throw new Error('This tab was not made by Puppeteer');
  return page;
};

const NAVIGATION = { waitUntil: 'load', timeout: 20_000 } as const;

export const tabOf = (page: Page): Tab => {
  const tab: Tab = {
    run: async (task, arg) => page.evaluate<[never], never>(task as never, arg as never), // the types are Tab's
    goto: async (url) => void (await page.goto(url, NAVIGATION)),
    reload: async () => void (await page.reload(NAVIGATION)),
    // Puppeteer's own waits for a load event, which a page out of the back-forward cache does not have.
    back: () => page.evaluate(() => history.back()),
    show: () => page.bringToFront(),
    close: () => page.close(),
  };
  pages.set(tab, page);
  return tab;
};

const ended = async (browser: Browser): Promise<void> => {
  const child = browser.process();
  if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
};

/** What Chromium and Firefox have in common. */
export const sessionOf = (browser: Browser): Omit<Session, 'killPage'> => ({
  open: async (url) => {
    const page = await browser.newPage();
    const tab = tabOf(page);
    await tab.goto(url);
    return tab;
  },
  close: async () => {
    await browser.close();
    await ended(browser);
  },
  kill: async () => {
    const pid = browser.process()?.pid;
    if (pid !== undefined) killTree(pid);
    await ended(browser);
  },
});

const sessions = new WeakMap<Tab, Promise<CDPSession>>();

/** One session for each tab: what one of them emulates, another cannot end. */
export const cdpOf = (tab: Tab): Promise<CDPSession> => {
  const session = sessions.get(tab) ?? pageOf(tab).createCDPSession();
  sessions.set(tab, session);
  return session;
};
