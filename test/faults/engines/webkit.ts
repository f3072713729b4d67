import { existsSync } from 'node:fs';
import { Builder, Capabilities, type WebDriver } from 'selenium-webdriver';
import { pause } from '../wait.ts';
import type { Engine, Session, Tab } from './engine.ts';
import { descendantsOf, killTree, signal } from './processes.ts';
import { startDriver, startScreen, type Service } from './services.ts';

const DRIVER = '/usr/bin/WebKitWebDriver';
const BROWSER = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';
const SCREEN = '/usr/bin/Xvfb';

const missing: Engine['missing'] = () => {
  const absent = [DRIVER, BROWSER, SCREEN].filter((path) => !existsSync(path));
  return absent.length ? `${absent.join(', ')} not there: Debian has webkit2gtk-driver and xvfb` : undefined;
};

let screen: Service | undefined;

const connect = (port: number): Promise<WebDriver> =>
  new Builder()
    .usingServer(`http://127.0.0.1:${port}`)
    .disableEnvironmentOverrides()
    .withCapabilities(
      new Capabilities({
        browserName: 'MiniBrowser',
        'webkitgtk:browserOptions': { binary: BROWSER, args: ['--automation'] },
        pageLoadStrategy: 'normal',
      }),
    )
    .build();

interface Ended<T> {
  readonly value: T;
  readonly error?: string;
}

/**
 * Starts work in the page and leaves its result at `window[id]`. Not by executeAsyncScript: WebKit's takes the page's
 * own setTimeout for its time limit, and rows run that clock ahead.
 */
const start = (task: string, id: string): string => `
  const [arg] = arguments;
  window.${id} = null;
  Promise.resolve().then(() => (${task})(arg)).then(
    (value) => { window.${id} = { value } },
    (error) => { window.${id} = { error: String((error && error.stack) || error) } },
  );`;

/** Classic WebDriver has one tab in hand at a time: each step takes its tab first, and steps wait for each other. */
const tabsOf = (driver: WebDriver): ((handle: string) => Tab) => {
  let last: Promise<unknown> = Promise.resolve();
  let runs = 0;
  const step = <T>(handle: string, work: () => Promise<T>): Promise<T> => {
    const next = last
      .catch(() => undefined)
      .then(() => driver.switchTo().window(handle))
      .then(work);
    last = next;
    return next;
  };
  /** Each look is a step of its own: what runs long in one tab holds no other up. */
  const evaluate = async <T>(handle: string, task: string, arg: unknown): Promise<T> => {
    const id = `run${++runs}`;
    await step(handle, () => driver.executeScript(start(task, id), arg ?? null));
    for (;;) {
      const result = await step(handle, () =>
        driver.executeScript<Ended<T> | 'gone' | null>(`return window.${id} === undefined ? 'gone' : window.${id}`),
      );
      if (result === 'gone') throw new Error('The page has gone away');
      if (result?.error !== undefined) throw new Error(result.error);
      if (result) return result.value;
      await pause(10);
    }
  };
  return (handle) => ({
    run: (task, arg) => evaluate<never>(handle, String(task), arg),
    goto: (url) => step(handle, () => driver.get(url)),
    reload: () => step(handle, () => driver.navigate().refresh()),
    back: () => step(handle, () => driver.executeScript<void>('history.back()')),
    show: () => step(handle, () => Promise.resolve()),
    close: () => step(handle, () => driver.close()),
  });
};

const launch: Engine['launch'] = async (): Promise<Session> => {
  screen ??= await startScreen(SCREEN);
  const service = await startDriver(DRIVER, screen.name);
  const driver = await connect(service.port);
  await driver.manage().setTimeouts({ script: 20_000, pageLoad: 20_000 });
  const tabAt = tabsOf(driver);
  let isFirst = true;
  return {
    open: async (url) => {
      const [any] = await driver.getAllWindowHandles(); // the one in hand may have been closed
      await driver.switchTo().window(any!);
      if (!isFirst) await driver.switchTo().newWindow('tab');
      isFirst = false;
      const tab = tabAt(await driver.getWindowHandle());
      await tab.goto(url);
      return tab;
    },
    close: async () => {
      await driver.quit().catch(() => undefined); // it may be gone already
      killTree(service.pid);
    },
    kill: async () => {
      killTree(service.pid);
      await pause(100);
    },
    killPage: async () => {
      for (const { pid, name } of descendantsOf(service.pid))
        if (name.startsWith('WebKitWebProces')) signal(pid, 'SIGKILL');
      await pause(50);
    },
  };
};

/** WebKitGTK, of Safari's family. Under automation its profile is in memory: a browser that is killed comes back empty. */
export const webkit: Engine = {
  name: 'webkit',
  missing,
  launch,
  stop: () => {
    if (screen) killTree(screen.pid);
    screen = undefined;
    return Promise.resolve();
  },
};
