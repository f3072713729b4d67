/** What `task` returns, or `otherwise` when it throws: for browser features that may be refused. */
export const attempt = <T>(task: () => T, otherwise: T): T => {
  try {
    return task();
  } catch {
    return otherwise; // refused by the browser, a sandbox, or what another script left there
  }
};
