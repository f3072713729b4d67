import type { Json } from './model.ts';

/** Attributes of which the newest value by time of the update wins, not the last to arrive. */
export interface Ledger {
  /** Returns whether the value was taken: an older `at` (Unix seconds) never overwrites a newer one. `null` and `''` remove. */
  set(name: string, value: unknown, at: number): boolean;
  get(name: string): unknown;
  /** How many attributes there would be if these were set too. */
  sizeWith(names: readonly string[]): number;
  /** Takes from the other what is unset here. */
  fillFrom(other: Ledger): void;
  values(): Json;
  entries(): readonly (readonly [name: string, entry: LedgerEntry])[];
}

interface LedgerEntry {
  readonly value: unknown;
  readonly at: number;
}

const isRemoval = (value: unknown): boolean => value === undefined || value === null || value === '';

export const createLedger = (): Ledger => {
  // A removed attribute stays as an entry without a value, so that an older update cannot bring it back.
  const entries = new Map<string, LedgerEntry>();
  const present = (): [string, LedgerEntry][] => [...entries].filter(([, { value }]) => value !== undefined);

  return {
    set: (name, value, at) => {
      const known = entries.get(name);
      if (known && known.at > at) return false;
      entries.set(name, { value: isRemoval(value) ? undefined : value, at });
      return true;
    },
    get: (name) => entries.get(name)?.value,
    sizeWith: (names) => new Set([...present().map(([name]) => name), ...names]).size,
    fillFrom: (other) => {
      for (const [name, entry] of other.entries()) {
        if (entries.get(name)?.value === undefined) entries.set(name, entry);
      }
    },
    values: () => Object.fromEntries(present().map(([name, { value }]) => [name, value])),
    entries: present,
  };
};
