import type { Tables } from '../tables.ts';

/** So much goes in one transaction of a purge: nobody's checkout waits for it. */
export const CHUNK = 500;
export const DAY_MS = 86_400_000;

/** So many rows of a big table are looked at in one transaction. */
const WINDOW = 2_000;

interface Scanned {
  /** Keys of rows that are to go. */
  readonly old: readonly string[];
  /** Nothing is left to look at; the next scan begins anew. */
  readonly isEnd: boolean;
}

/**
 * Goes on where the last call stopped in a table that is too big to be read at once, and has no index by age: one would
 * cost every message that comes. `text` selects `id` and `is_old` of rows with an id above the first parameter.
 */
export const scan = ({ sql, cursors }: Tables, name: string, text: string, ...values: readonly number[]): Scanned => {
  const rows = sql.all<{ id: string; is_old: number }>(
    `${text} order by id limit ${WINDOW}`,
    cursors.get(name) ?? '',
    ...values,
  );
  const isEnd = rows.length < WINDOW;
  cursors.set(name, isEnd ? '' : (rows.at(-1)?.id ?? ''));
  return { old: rows.filter(({ is_old }) => is_old === 1).map(({ id }) => id), isEnd };
};

/** What one step of a purge did. */
export interface Step {
  readonly removed: number;
  readonly isDone: boolean;
}

export const NOTHING: Step = { removed: 0, isDone: true };

/** A step that removes at most a chunk. */
export const stepOf = (removed: number): Step => ({ removed, isDone: removed < CHUNK });
