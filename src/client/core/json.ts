import type { Memory } from './ports.ts';

/** Reads what we wrote as JSON; the fallback where there is nothing, or where another script wrote there. */
export const readJson = <T>(memory: Memory, key: string, fallback: T): T => {
  try {
    return (JSON.parse(memory.get(key) ?? '') as T | null) ?? fallback; // written by us only
  } catch {
    return fallback; // nothing, or nothing of ours
  }
};
