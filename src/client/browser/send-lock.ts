import type { SendLock } from '../core/ports.ts';

/** One sender among the tabs by Web Locks; where they are missing or refused, every tab sends, and the relay removes doubles. */
export const createSendLock =
  (name: string): SendLock =>
  async (task) => {
    let granted = true;
    const run = async (lock: Lock | null): Promise<void> => {
      granted = !!lock;
      if (lock) await task();
    };
    try {
      await navigator.locks.request(name, { ifAvailable: true }, run);
    } catch {
      await task(); // no Web Locks on plain http; they throw in opaque origins
    }
    return granted;
  };
