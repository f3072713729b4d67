import type { Notes } from '../destination.ts';

/** Texts by name: the latest in memory, all that were saved in the store. */
export interface Remembered {
  /** Fetches what the store has under these names, as far as it is not in memory. */
  readonly load: (names: readonly string[], notes: Notes | undefined) => Promise<void>;
  readonly get: (name: string) => string | undefined;
  readonly set: (name: string, text: string) => void;
  /** Writes down what was set since. */
  readonly save: (notes: Notes | undefined) => Promise<void>;
}

/** Remembers under names that begin with `prefix`; at most so many in memory. */
export const createRemembered = (prefix: string, kept: number): Remembered => {
  const known = new Map<string, string>();
  let unsaved = new Map<string, string>();
  const keep = (name: string, text: string): void => {
    known.delete(name); // to the end: the latest are kept
    known.set(name, text);
    const [oldest] = known.keys();
    if (known.size > kept && oldest !== undefined) known.delete(oldest);
  };
  return {
    load: async (names, notes) => {
      const missing = [...new Set(names)].filter((name) => !known.has(name));
      if (!notes || missing.length === 0) return;
      const found = await notes.read(missing.map((name) => prefix + name));
      // what was set meanwhile is newer than what the store had
      missing
        .filter((name) => !known.has(name))
        .forEach((name) => {
          const text = found.get(prefix + name);
          if (text !== undefined) keep(name, text);
        });
    },
    get: (name) => known.get(name),
    set: (name, text) => {
      if (known.get(name) === text) return;
      keep(name, text);
      unsaved.set(prefix + name, text);
    },
    save: async (notes) => {
      const changes = unsaved;
      unsaved = new Map();
      if (notes && changes.size > 0) await notes.write(changes);
    },
  };
};
