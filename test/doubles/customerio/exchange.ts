import type { Call } from './log.ts';
import type { Json } from './model.ts';
import type { Operation } from './operation.ts';
import type { Problem } from './problem.ts';
import type { Workspace } from './workspace.ts';

/** One request to the API, authorised and read. */
export interface Exchange {
  readonly workspace: Workspace;
  readonly call: Call;
  readonly operation: Operation;
  readonly body: Json;
  readonly region: 'us' | 'eu';
  readonly origin: string;
  /** Items of a batch that a fault refuses, by their places. */
  readonly refusedItems: readonly number[];
}

/** Records each problem as a violation of its statement. */
export const violateAll = ({ workspace, call }: Exchange, problems: readonly Problem[]): void => {
  for (const { statement, field, message } of problems) workspace.log.violate(statement, `${field} ${message}`, call);
};
