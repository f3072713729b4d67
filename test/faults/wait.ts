/** Waits for so long: a row's own timing, never a guess at how long something takes. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Tries until `test` holds; false when it did not within `ms`. */
export const holds = async (
  test: () => Promise<boolean> | boolean,
  ms: number,
  everyMs: number = 25,
): Promise<boolean> => {
  const end = Date.now() + ms;
  while (!(await test())) {
    if (Date.now() > end) return false;
    await pause(everyMs);
  }
  return true;
};

/** Tries until `test` holds; rejects with what was waited for. */
export const waitFor = async (
  what: string,
  test: () => Promise<boolean> | boolean,
  ms: number = 15_000,
): Promise<void> => {
  if (!(await holds(test, ms))) throw new Error(`Waited ${ms / 1_000} s for ${what}`);
};

/** The work's result, or undefined after `ms`; what the work does later is nobody's concern. */
export const atMost = <T>(ms: number, work: Promise<T>): Promise<T | undefined> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    const end = (value?: T): void => {
      clearTimeout(timer);
      resolve(value);
    };
    work.then(end, () => end());
  });
