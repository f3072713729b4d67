import { problemKinds, type Finding } from './problems.ts';

/** A problem that came up, and how often. */
export interface LoggedProblem extends Finding {
  readonly count: number;
  /** When it came up last: Unix ms. */
  readonly at: number;
}

export interface ProblemLog {
  /** Notes a problem. The console hears of each distinct one once; `subject` is what it can be inspected by. */
  readonly report: (finding: Finding, subject?: unknown) => void;
  /** Newest first. */
  readonly list: () => readonly LoggedProblem[];
}

/** Where warnings go. */
export type Say = Pick<Console, 'warn' | 'info'>;

const textOf = ({ code, detail }: Finding): string =>
  `[cartline] ${code}: ${detail}\n  Cause: ${problemKinds[code].cause}\n  Fix:   ${problemKinds[code].fix}`;

export const createProblemLog = (now: () => number, say: Say, onChange: () => void): ProblemLog => {
  const logged = new Map<string, LoggedProblem>();
  return {
    report: (finding, subject) => {
      const key = `${finding.code} ${finding.about ?? finding.detail}`;
      const before = logged.get(key);
      logged.delete(key); // and in again, as the newest
      logged.set(key, { ...(before ?? finding), count: (before?.count ?? 0) + 1, at: now() });
      if (!before) {
        const write = problemKinds[finding.code].level === 'note' ? say.info : say.warn;
        write.call(say, textOf(finding), ...(subject === undefined ? [] : [subject]));
      }
      onChange();
    },
    list: () => [...logged.values()].reverse(),
  };
};
