/** One sender among the tabs by Web Locks; where they are missing or refused, every tab sends, and the relay removes doubles. */
export const sendLock = async (name: string, task: () => Promise<void>): Promise<boolean> => {
  let granted = true;
  try {
    await navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      granted = !!lock;
      return lock && task();
    });
  } catch {
    await task(); // no Web Locks on plain http; they throw in opaque origins
  }
  return granted;
};
