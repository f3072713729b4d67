import type { Bundle } from './bundle.ts';
import type { Calm } from './calm.ts';
import type { Tally } from './delivery/tally.ts';
import type { Burst } from './measure/burst.ts';
import type { Startup } from './measure/startup.ts';
import type { TrackCost } from './measure/track-cost.ts';
import type { Visit } from './measure/visit.ts';

/** All that was measured of one SDK. */
export interface SdkResult {
  readonly bundle: Bundle;
  readonly startups: Startup[];
  readonly tracks: TrackCost[];
  readonly bursts: Burst[];
  readonly visits: Visit[];
  /** By the fault row's id. */
  readonly tallies: Map<string, Tally[]>;
}

export interface Results {
  /** The first is Cartline, unless it was left out. */
  readonly sdks: readonly SdkResult[];
  /** A page without an SDK. */
  readonly baseline: SdkResult;
  /** One put and commit, without an SDK. */
  readonly floor: SdkResult;
  readonly calm: Calm;
  /** What did not run. */
  readonly failures: string[];
}

export const emptyResult = (bundle: Bundle): SdkResult => ({
  bundle,
  startups: [],
  tracks: [],
  bursts: [],
  visits: [],
  tallies: new Map(),
});
