import type { Call } from '../wire/recorded.ts';
import type { Failure, Violation } from './model.ts';

export type { Call } from '../wire/recorded.ts';

export interface Log {
  readonly requests: Call[];
  readonly violations: Violation[];
  readonly failures: Failure[];
  violate(statement: Violation['statement'], message: string, call: Call): void;
  fail(kind: Failure['kind'], message: string, call: Call): void;
}

const brief = ({ method, path, body }: Call): Violation['request'] => ({ method, path, body });

export const createLog = (now: () => number): Log => {
  const violations: Violation[] = [];
  const failures: Failure[] = [];
  return {
    requests: [],
    violations,
    failures,
    violate: (statement, message, call) =>
      void violations.push({ at: now(), statement, message, request: brief(call) }),
    fail: (kind, message, call) => void failures.push({ at: now(), kind, message, request: brief(call) }),
  };
};
