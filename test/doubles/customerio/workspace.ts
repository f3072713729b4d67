import { createLog, type Log } from './log.ts';
import type { CustomerioDoubleOptions } from './model.ts';
import { createObjects, type Objects } from './objects.ts';
import type { Catalogue } from './parse-relationships.ts';
import { createPeople, type People } from './people.ts';
import { createSuppressions, type Suppressions } from './suppressions.ts';
import { createVisitors, type Visitors } from './visitors.ts';

/** Everything that one Customer.io workspace remembers. */
export interface Workspace {
  readonly people: People;
  readonly visitors: Visitors;
  readonly objects: Objects;
  readonly suppressions: Suppressions;
  /** Ids of the events that were stored. How long Customer.io remembers them is not documented; here, for good. */
  readonly eventIds: Set<string>;
  readonly catalogue: Catalogue;
  readonly log: Log;
  readonly allowEmailUpdatesById: boolean;
  /** Milliseconds. */
  readonly now: () => number;
}

export const createWorkspace = (options: CustomerioDoubleOptions): Workspace => {
  const now = options.now ?? Date.now;
  const objects = createObjects();
  return {
    people: createPeople(),
    visitors: createVisitors(),
    objects,
    suppressions: createSuppressions(),
    eventIds: new Set(),
    catalogue: {
      objectTypes: options.objectTypes ?? ['1'],
      hasCioObject: (cioObjectId) => objects.find({ kind: 'cio', cioObjectId }) !== undefined,
    },
    log: createLog(now),
    allowEmailUpdatesById: options.allowEmailUpdatesById ?? false,
    now,
  };
};

export const nowSeconds = (workspace: Workspace): number => Math.floor(workspace.now() / 1000);
