import type { KeyAliases } from './aliases.ts';
import type { DriftLog } from './drift.ts';
import { squash } from './spelling.ts';

type Values = Record<string, unknown>;

/** Other names of keys, ready to be looked up: squashed name → the keys that it may stand for, each with its rank. */
export interface KeyTable {
  readonly keys: ReadonlySet<string>;
  readonly others: ReadonlyMap<string, readonly { readonly key: string; readonly rank: number }[]>;
}

/** Makes a table of canonical keys and their aliases; of several lists, the first ones count more. */
export const createKeyTable = (keys: readonly string[], ...aliases: readonly KeyAliases[]): KeyTable => {
  const others = new Map<string, { key: string; rank: number }[]>();
  for (const key of keys) {
    const all = [key, ...aliases.flatMap((list) => (Object.hasOwn(list, key) ? (list[key] ?? []) : []))];
    all.forEach((name, rank) => others.set(squash(name), [...(others.get(squash(name)) ?? []), { key, rank }]));
  }
  return { keys: new Set(keys), others };
};

/** Some data layers write null for what they do not know. */
export const isAbsent = (value: unknown): boolean => value === undefined || value === null;

/** The best name for each key that the record lacks. A key of the table itself never stands for another one but where it is listed. */
const choose = (record: Values, { keys, others }: KeyTable): Map<string, { from: string; rank: number }> => {
  const chosen = new Map<string, { from: string; rank: number }>();
  for (const from of Object.keys(record)) {
    if (keys.has(from) || isAbsent(record[from])) continue;
    for (const { key, rank } of others.get(squash(from)) ?? []) {
      const better = (chosen.get(key)?.rank ?? Infinity) > rank;
      if (isAbsent(record[key]) && better) chosen.set(key, { from, rank });
    }
  }
  return chosen;
};

/** A record with its known keys under their canonical names. What nobody knows, and what came beside the canonical name, stays. */
export const renameKeys = (record: Values, table: KeyTable, drift: DriftLog, prefix = ''): Values => {
  const chosen = choose(record, table);
  if (chosen.size === 0) return record;
  const renamed: Values = { ...record };
  for (const [key, { from }] of chosen) {
    if (renamed[from] === undefined) continue; // stands for another key already
    renamed[key] = renamed[from];
    delete renamed[from];
    drift.note('property', prefix + from, prefix + key);
  }
  return renamed;
};
