import type { ConsentState } from '../../index.ts';

/** What a tool says about a category of its own: pending while nobody has asked, or answered. */
export type Say = (category: string) => ConsentState;

/** A tool that asks the visitor, and what we read of it. */
export interface ConsentTool {
  /** The categories that stand for being tracked; all of them must be granted. */
  readonly analytics: readonly string[];
  /**
   * Begins to listen, if the tool is there: `tell` is called with what it says now and whenever that changes, without
   * anything when the tool has failed. Returns the end of it; undefined when the tool is not there (yet).
   */
  readonly watch: (tell: (say?: Say) => void) => (() => void) | undefined;
}

/** What consent tools put into a page, each under its own name. */
export const page = <T extends object>(): Partial<T> => globalThis as unknown as Partial<T>;

/** Listens to several events; returns the end of it. */
export const listen = (target: EventTarget, names: readonly string[], listener: () => void): (() => void) => {
  for (const name of names) target.addEventListener(name, listener);
  return () => {
    for (const name of names) target.removeEventListener(name, listener);
  };
};
