import type { CDPSession } from 'puppeteer-core';

export type EngineName = 'chromium' | 'firefox' | 'webkit';
export const engineNames: readonly EngineName[] = ['chromium', 'firefox', 'webkit'];

/** One tab. Each call rejects when the tab is gone. */
export interface Tab {
  /** Runs a function in the page; it sees nothing but its argument and the page. */
  readonly run: <R, A = undefined>(task: (arg: A) => R, arg?: A) => Promise<Awaited<R>>;
  readonly goto: (url: string) => Promise<void>;
  readonly reload: () => Promise<void>;
  /** Goes back; does not wait until it is there. */
  readonly back: () => Promise<void>;
  /** Brings it to the front; the one that was there is hidden. */
  readonly show: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What only Chromium lets a test do. */
export interface ChromiumTools {
  readonly cdp: (tab: Tab) => Promise<CDPSession>;
  /** Runs an expression in whatever page the tab shows now. Tab's own `run` may still hold on to the page before, and would throw it out of the back-forward cache. */
  readonly evaluate: <T>(tab: Tab, expression: string) => Promise<T>;
  /** Process id of the tab's renderer. */
  readonly rendererOf: (tab: Tab) => Promise<number>;
  /** Process id of a service, such as storage.mojom.StorageService. */
  readonly processOf: (type: string) => Promise<number | undefined>;
}

/** A running browser with a profile on disk. */
export interface Session {
  readonly open: (url: string) => Promise<Tab>;
  /** Ends as when the visitor quits it. */
  readonly close: () => Promise<void>;
  /** SIGKILL for the whole tree: no handler runs, nothing is flushed. */
  readonly kill: () => Promise<void>;
  /** SIGKILL for the process in which the tab's page runs. */
  readonly killPage: (tab: Tab) => Promise<void>;
  readonly chromium?: ChromiumTools;
}

export interface LaunchOptions {
  /** Folder of the profile: a browser that is started again with it is the same browser. */
  readonly profile: string;
  readonly args?: readonly string[];
}

export interface Engine {
  readonly name: EngineName;
  /** Why it cannot run here; undefined when it can. */
  readonly missing: () => string | undefined;
  readonly launch: (options: LaunchOptions) => Promise<Session>;
  /** Ends what the engine keeps between sessions. */
  readonly stop: () => Promise<void>;
}
