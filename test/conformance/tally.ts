import type { Violation } from '../doubles/wire/recorded.ts';

/** How often a statement was looked at, and how often it did not hold. */
export interface Count {
  readonly checks: number;
  readonly violations: number;
}

/** Counts checks and violations by statement, with the first violations in words. */
export interface Tally {
  readonly check: (statement: Violation['statement'], holds: boolean, why: () => string) => void;
  /** What a stand-in has recorded. */
  readonly violations: (violations: readonly Violation[], at: string) => void;
  readonly of: (statement: Violation['statement']) => Count;
  readonly first: () => readonly string[];
}

const SHOWN = 10;

export const createTally = (): Tally => {
  const counts = new Map<Violation['statement'], { checks: number; violations: number }>();
  const first: string[] = [];
  const countOf = (statement: Violation['statement']): { checks: number; violations: number } => {
    const count = counts.get(statement) ?? { checks: 0, violations: 0 };
    counts.set(statement, count);
    return count;
  };
  const violated = (statement: Violation['statement'], why: string): void => {
    countOf(statement).violations += 1;
    if (first.length < SHOWN) first.push(`${statement}: ${why}`);
  };
  return {
    check: (statement, holds, why) => {
      countOf(statement).checks += 1;
      if (!holds) violated(statement, why());
    },
    violations: (violations, at) =>
      violations.forEach(({ statement, message, request }) =>
        violated(statement, `${at}: ${message} in ${JSON.stringify(request).slice(0, 400)}`),
      ),
    of: countOf,
    first: () => first,
  };
};
