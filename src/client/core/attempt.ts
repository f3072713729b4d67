/** What `task` returns; when it throws, what `otherwise` makes of that: for browser features that may be refused. */
export const attempt = <T>(task: () => T, otherwise?: (error: unknown) => void): T | undefined => {
  try {
    return task();
  } catch (error) {
    otherwise?.(error); // refused by the browser, a sandbox, or what another script left there
    return undefined;
  }
};
