import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

/** One row as SQLite gives it. Strict tables hold what their columns say, so the casts of readers name the columns. */
export type Row = Record<string, unknown>;

/** Statements by their text, each prepared once. */
export interface Sql {
  /** Returns how many rows changed. */
  readonly run: (text: string, ...values: SQLInputValue[]) => number;
  readonly get: <T = Row>(text: string, ...values: SQLInputValue[]) => T | undefined;
  readonly all: <T = Row>(text: string, ...values: SQLInputValue[]) => T[];
  /** Runs one that inserts, and returns the row's id. */
  readonly insert: (text: string, ...values: SQLInputValue[]) => number;
  /** Runs a script of several statements. */
  readonly script: (text: string) => void;
  readonly close: () => void;
}

export const createSql = (db: DatabaseSync): Sql => {
  const statements = new Map<string, StatementSync>();
  const prepared = (text: string): StatementSync => {
    const known = statements.get(text);
    if (known) return known;
    const statement = db.prepare(text);
    statements.set(text, statement);
    return statement;
  };
  return {
    run: (text, ...values) => Number(prepared(text).run(...values).changes),
    get: <T>(text: string, ...values: SQLInputValue[]) => prepared(text).get(...values) as T | undefined, // see Row
    all: <T>(text: string, ...values: SQLInputValue[]) => prepared(text).all(...values) as T[], // see Row
    insert: (text, ...values) => Number(prepared(text).run(...values).lastInsertRowid),
    script: (text) => db.exec(text),
    close: () => db.close(),
  };
};
