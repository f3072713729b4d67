import { beginning } from '../../schema/shown.ts';
import type { DriftKind, DriftUse } from '../store/drift.ts';

/** Collects what was normalised in one message. Names and forms only, never values: it is shown and kept. */
export interface DriftLog {
  readonly note: (kind: DriftKind, from: string, to: string) => void;
  /** Each use once, however many line items had it. */
  readonly uses: () => readonly DriftUse[];
}

/** Names come from outside: a row of the table has room for so much. */
const MAX_CHARACTERS = 60;

const short = (text: string): string =>
  text.length > MAX_CHARACTERS ? `${beginning(text, MAX_CHARACTERS - 1)}…` : text;

/** Creates an empty log. */
export const createDriftLog = (): DriftLog => {
  const uses = new Map<string, DriftUse>();
  const note = (kind: DriftKind, from: string, to: string): void => {
    const use = { kind, from: short(from), to: short(to) };
    uses.set(JSON.stringify(use), use);
  };
  return { note, uses: () => [...uses.values()] };
};
