import type { Surroundings } from './relay.ts';
import type { World } from './world.ts';

/** One row of the relay's part of the fault matrix. */
export interface Row {
  /** "R12", or "R11 hang" where a row has several forms. */
  readonly id: string;
  readonly title: string;
  /** Said in the document: in what this is less than the row asks, or how it was done. */
  readonly how?: string;
  /** Put around the relay's process. */
  readonly surroundings?: Surroundings;
  /** The relay is not started for it: the row does that itself. */
  readonly startsItself?: boolean;
  /** Not in `npm test`: it takes long, or it measures times, for which it wants the machine to itself. */
  readonly takesLong?: true;
  /** Does the fault and ends it. The oracle follows. */
  readonly run: (world: World) => Promise<void>;
}
