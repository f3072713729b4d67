import type { EngineName } from './engines/engine.ts';
import type { World } from './world.ts';

/** One row of the fault matrix. */
export interface Row {
  /** "B12" */
  readonly id: string;
  readonly title: string;
  readonly engines: readonly EngineName[];
  /** Only in the long form: what it shows needs minutes of real time. */
  readonly longOnly?: string;
  /** Does the fault. The revisit and the oracle follow, unless it has done the revisit itself. */
  readonly run: (world: World) => Promise<void>;
}

/** A row, or why there is none. */
export interface UnwinnableRow {
  readonly what: string;
  readonly reason: string;
}
