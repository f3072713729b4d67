import { appendFileSync, readFileSync } from 'node:fs';
import type { EngineName } from './engines/engine.ts';
import type { Tally } from './oracle.ts';
import type { RowResult } from './report.ts';
import { rows } from './rows/index.ts';

/** One run as a line of JSON: long forms take hours, and a run that was made is not lost with the next. */
export interface RecordedRun {
  readonly row: string;
  readonly engine: EngineName;
  readonly seed: number;
  /** Day of the run: "2026-11-22". */
  readonly date: string;
  readonly command: string;
  readonly tally: Omit<Tally, 'wire'>;
}

export const recordRun = (file: string, { tally, ...run }: Omit<RecordedRun, 'tally'> & { tally: Tally }): void => {
  const { wire: _, ...kept } = tally; // what came over the wire is for the eyes of who runs it
  appendFileSync(file, `${JSON.stringify({ ...run, tally: kept })}\n`);
};

/** Runs from files written by `recordRun`. */
export const readRuns = (files: readonly string[]): RecordedRun[] =>
  files
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .flatMap((line) => (line ? [JSON.parse(line) as RecordedRun] : [])); // our own lines

/** The runs by row and engine, in the matrix's order; a seed that was run again counts by its last run. */
export const resultsOf = (runs: readonly RecordedRun[], engines: readonly EngineName[]): RowResult[] =>
  rows.flatMap((row) =>
    engines.flatMap((engine) => {
      const last = new Map(
        runs.filter((run) => run.row === row.id && run.engine === engine).map(({ seed, tally }) => [seed, tally]),
      );
      const tallies = [...last.values()].map((tally): Tally => ({ ...tally, wire: [] }));
      return tallies.length ? [{ row, engine, tallies }] : [];
    }),
  );
