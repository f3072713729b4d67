import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { UserError } from '../problem.ts';
import type { Position } from './group-rows.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const position = v.strictObject({ file: count, offset: count, row: count, line: count });
const journalSchema = v.strictObject({
  version: v.literal(1),
  relay: v.string(),
  digests: v.array(v.string()),
  exportedAt: count,
  phase: count,
  position,
  accepted: count,
  duplicates: count,
  rejected: count,
  finishedAt: v.optional(count),
});

/** How far a run has come: what is before its position is on the relay's disk. Times are Unix ms. */
export interface Journal {
  readonly version: 1;
  readonly relay: string;
  /** SHA-256 of each file. */
  readonly digests: readonly string[];
  readonly exportedAt: number;
  readonly phase: number;
  /** After the last group of which the relay has named every message. */
  readonly position: Position;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly finishedAt?: number | undefined;
}

/** "orders.csv" → "orders.csv.backfill.json". */
export const journalPath = (path: string): string => `${path}.backfill.json`;

/** Reads the journal of an earlier run; undefined where there was none. Throws a UserError for one that cannot be read. */
export const readJournal = (path: string): Journal | undefined => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined; // the first run
  }
  try {
    return v.parse(journalSchema, JSON.parse(text));
  } catch {
    throw new UserError(`${path}: is no journal of a backfill; remove it to begin anew (the relay drops what it has)`);
  }
};

/** Writes the journal whole: whoever is killed in between leaves the old one. */
export const writeJournal = (path: string, journal: Journal): void => {
  const next = `${path}.next`;
  writeFileSync(next, JSON.stringify(journal), { flush: true });
  renameSync(next, path);
};

export const removeJournal = (path: string): void => rmSync(path, { force: true });

/** Whether a journal is of these very files and this relay. Throws a UserError that says what is another now. */
export const demandSame = (
  path: string,
  journal: Journal,
  { relay, digests }: Pick<Journal, 'relay' | 'digests'>,
): void => {
  const way = '--restart begins anew (the relay drops what it has)';
  if (journal.relay !== relay)
    throw new UserError(`${path}: is of a run to ${journal.relay}, and --relay is ${relay}; ${way}`);
  if (journal.digests.join() !== digests.join())
    throw new UserError(`${path}: is of other files than these, or they were changed since; ${way}`);
};
