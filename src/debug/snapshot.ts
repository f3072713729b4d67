import type { ClientFacts, Section } from './facts.ts';
import type { Entry } from './ledger.ts';
import type { LoggedProblem } from './problem-log.ts';

/** What the panel shows at one moment. */
export interface Snapshot {
  readonly now: number;
  readonly entries: readonly Entry[];
  readonly problems: readonly LoggedProblem[];
  readonly clients: readonly ClientFacts[];
  readonly visitor: readonly Section[];
  readonly outbox: readonly Section[];
  readonly cart: readonly Section[];
  /** One sentence on how things are. */
  readonly status: Status;
}

export interface Status {
  readonly text: string;
  readonly tone: 'good' | 'busy' | 'bad';
}
