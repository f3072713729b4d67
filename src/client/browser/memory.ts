import type { Memory } from '../core/ports.ts';

/** localStorage, where it is to be had; where it is not, values live as long as the page. */
export const createMemory = (): Memory => {
  const here: Record<string, string | null> = {};
  return {
    get: (key) => {
      try {
        return here[key] ?? localStorage.getItem(key);
      } catch {
        return here[key] ?? null; // refused by the browser or by a sandbox
      }
    },
    set: (key, value) => {
      try {
        if (value === null) localStorage.removeItem(key);
        else localStorage.setItem(key, value);
        delete here[key];
      } catch {
        here[key] = value; // refused or full: for this page
      }
    },
  };
};
