import { existsSync } from 'node:fs';
import puppeteer, { type Browser } from 'puppeteer-core';
import type { Engine, Session, Tab } from './engine.ts';
import { descendantsOf, signal } from './processes.ts';
import { sessionOf } from './puppeteer.ts';

const known = [process.env['CARTLINE_FIREFOX'] ?? '', '/usr/bin/firefox-esr', '/usr/bin/firefox'];
const find = (): string | undefined => known.find((path) => path && existsSync(path));

/** One content process per tab, and none prepared ahead, so that the youngest of them is the tab's own. */
const PREFERENCES = {
  'dom.ipc.processPrelaunch.enabled': false,
  'dom.ipc.keepProcessesAlive.web': 0,
  'fission.autostart': true,
  'app.update.enabled': false,
  'network.captive-portal-service.enabled': false,
};

const contentProcesses = (browser: Browser): number[] =>
  descendantsOf(browser.process()?.pid ?? 0)
    .filter(({ name }) => /^(Isolated|Web Content)/.test(name))
    .map(({ pid }) => pid);

const launch: Engine['launch'] = async ({ profile }): Promise<Session> => {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    protocol: 'webDriverBiDi',
    executablePath: find()!, // missing() was asked before
    headless: true,
    userDataDir: profile,
    extraPrefsFirefox: PREFERENCES,
  });
  const session = sessionOf(browser);
  const processes = new WeakMap<Tab, number[]>();
  return {
    ...session,
    open: async (url) => {
      const before = contentProcesses(browser);
      const tab = await session.open(url);
      processes.set(
        tab,
        contentProcesses(browser).filter((pid) => !before.includes(pid)),
      );
      return tab;
    },
    killPage: (tab) => {
      for (const pid of processes.get(tab) ?? []) signal(pid, 'SIGKILL');
      return Promise.resolve();
    },
  };
};

export const firefox: Engine = {
  name: 'firefox',
  missing: () => (find() ? undefined : 'no Firefox here: Debian has firefox-esr'),
  launch,
  stop: () => Promise.resolve(),
};
