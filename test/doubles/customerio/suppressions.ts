import type { Identifier } from './parse-identifier.ts';
import { identifierKey } from './people.ts';

/** Identifiers that may not come back. All identifiers of one person are suppressed, and let go, together. */
export interface Suppressions {
  add(identifiers: readonly Identifier[]): void;
  remove(identifier: Identifier): void;
  covers(identifiers: readonly Identifier[]): boolean;
}

export const createSuppressions = (): Suppressions => {
  const groups = new Set<ReadonlySet<string>>();
  return {
    add: (identifiers) => void groups.add(new Set(identifiers.map(identifierKey))),
    remove: (identifier) => {
      for (const group of groups) if (group.has(identifierKey(identifier))) groups.delete(group);
    },
    covers: (identifiers) =>
      identifiers.some((identifier) => [...groups].some((group) => group.has(identifierKey(identifier)))),
  };
};
