/** A vendor's script that came so late is not waited for any longer. */
const LOOKS_MS = [0, 1_000, 3_000, 10_000, 30_000];

/** Runs `task` once with a global of the page, now or when its script has come: a few looks, no polling without end. */
export const whenThere = (name: string, task: (found: unknown) => void): void => {
  let isDone = false;
  const look = (): void => {
    const found = (window as unknown as Record<string, unknown>)[name];
    if (isDone || !found) return;
    isDone = true;
    task(found);
  };
  for (const ms of LOOKS_MS) setTimeout(look, ms);
  window.addEventListener('load', look);
};
