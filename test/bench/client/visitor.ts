import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type BrowserContext, type CDPSession, type Page } from 'playwright';
import { killTree } from '../../faults/engines/processes.ts';
import { atMost } from '../../faults/wait.ts';
import { findChromium } from '../../support/find-chromium.mjs';

/** As a visitor runs it: Playwright's own switches would turn throttling and the back-forward cache off. */
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
  // Some peers drop what a headless or automated browser sends.
  '--disable-blink-features=AutomationControlled',
  '--user-agent=Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
];

/** A browser with a profile of its own, which outlives the browser's end. */
export interface Visitor {
  readonly open: (url: string) => Promise<Page>;
  readonly cdp: (page: Page) => Promise<CDPSession>;
  readonly setOffline: (offline: boolean) => Promise<void>;
  /** Ends as when the visitor quits it. The next `open` starts it again with its profile. */
  readonly quit: () => Promise<void>;
  /** SIGKILL for all of its processes: no handler runs, nothing is flushed. */
  readonly kill: () => Promise<void>;
  readonly version: () => string;
  /** Ends it and removes the profile. */
  readonly close: () => Promise<void>;
}

interface Running {
  readonly child: ChildProcess;
  readonly context: BrowserContext;
  readonly version: string;
}

const living = new Set<ChildProcess>();
const profiles = new Set<string>();
process.once('exit', () => {
  for (const { pid } of living) if (pid !== undefined) killTree(pid);
  for (const profile of profiles) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(1)); // runs the above

const endpointOf = async (child: ChildProcess): Promise<string> => {
  for await (const line of createInterface({ input: child.stderr! })) {
    const address = /DevTools listening on (\S+)/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`Chromium ended with ${child.exitCode} before it could be driven`);
};

const end = async ({ child }: Running): Promise<void> => {
  const isOver = child.exitCode !== null || child.signalCode !== null;
  const exit = isOver ? undefined : once(child, 'exit');
  if (child.pid !== undefined) killTree(child.pid);
  await exit;
  living.delete(child);
};

const start = async (profile: string): Promise<Running> => {
  const path = findChromium();
  if (path === undefined)
    throw new Error('No Chromium here: run "node test/support/ensure-browser.mjs", or set CARTLINE_CHROMIUM');
  const child = spawn(path, [...ARGS, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  living.add(child);
  const browser = await chromium.connectOverCDP(await endpointOf(child), { timeout: 60_000 });
  child.stderr.resume(); // so that a full pipe does not stop it
  return { child, context: browser.contexts()[0]!, version: browser.version() }; // the profile's own context is always there
};

const quit = async ({ child, context }: Running): Promise<void> => {
  const exit = once(child, 'exit');
  const cdp = await context.browser()!.newBrowserCDPSession(); // connected over CDP
  await cdp.send('Browser.close').catch(() => undefined); // it may be gone before it answers
  await atMost(10_000, exit);
};

export const createVisitor = async (): Promise<Visitor> => {
  const profile = await mkdtemp(join(tmpdir(), 'cartline-bench-'));
  profiles.add(profile);
  let running: Running | undefined;
  const stop = async (how?: (one: Running) => Promise<void>): Promise<void> => {
    if (!running) return;
    await how?.(running);
    await end(running);
    running = undefined;
  };
  return {
    open: async (url) => {
      running ??= await start(profile);
      const page = await running.context.newPage();
      await page.goto(url);
      return page;
    },
    cdp: (page) => page.context().newCDPSession(page),
    setOffline: async (offline) => running?.context.setOffline(offline),
    quit: () => stop(quit),
    kill: () => stop(),
    version: () => running?.version ?? '',
    close: async () => {
      await stop();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
      profiles.delete(profile);
    },
  };
};
