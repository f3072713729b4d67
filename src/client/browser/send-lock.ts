import type { World } from '../core/ports.ts';

/** One sender among the tabs by Web Locks; where they are missing or refused, every tab sends, and the relay removes doubles. */
export const createSendLock =
  (name: string): World['lock'] =>
  async (task) => {
    try {
      return await navigator.locks.request(name, { ifAvailable: true }, (lock) => lock && task());
    } catch {
      return task(); // no Web Locks on plain http; they throw in opaque origins
    }
  };
