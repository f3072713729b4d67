import type { DriftEntry } from './drift.ts';
import type { DeliveryState } from './feed.ts';

/** How much is in the store, and what became of it. */
export interface StoreStats {
  readonly messages: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly quarantined: number;
  readonly persons: number;
  readonly visitors: number;
  /** By destination, then by state. */
  readonly deliveries: Readonly<Record<string, Readonly<Record<DeliveryState, number>>>>;
  /** Messages that clients gave up, by their own reports: reason → count. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Numbers of `context.seq` that never came, of all tabs; what is still on its way counts until it is there. */
  readonly missing: number;
  /** Sent so late that it may have been here before: not stored. */
  readonly tooOld: number;
  readonly erasures: {
    /** Destinations have still to be told. */
    readonly waiting: number;
    /** A destination cannot do it by itself; somebody has to do it there. */
    readonly refused: readonly { readonly destination: string; readonly reason: string; readonly at: number }[];
  };
  /** What came in another form than the contract's, by source; the latest first, at most 200. */
  readonly drift: readonly DriftEntry[];
}
