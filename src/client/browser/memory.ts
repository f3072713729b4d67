import { attempt } from '../core/attempt.ts';

/** localStorage, where it is to be had; where it is refused or full, values live as long as the page. */
export const createMemory = (): {
  get: (key: string) => string | null;
  set: (key: string, value: string | null) => void;
} => {
  const here: Record<string, string | null> = {};
  return {
    get: (key) => here[key] ?? attempt(() => localStorage.getItem(key)) ?? null,
    set: (key, value) => {
      here[key] = value;
      attempt(() => {
        if (value === null) localStorage.removeItem(key);
        else localStorage.setItem(key, value);
        delete here[key];
      });
    },
  };
};
