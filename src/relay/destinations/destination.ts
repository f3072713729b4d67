import type { DestinationMemory, DestinationNeeds, Lane } from '../store/store.ts';

/**
 * What of history (`context.backfill`) goes as events. `older`: what was older than 96 hours when it came; what is younger
 * could start campaigns, and goes as the person's state, objects and relations only. `all`: all of it. `state`: nothing.
 */
export type HistoryPolicy = 'older' | 'all' | 'state';

/** What became of one thing that was sent. Failure is data; a destination never throws. */
export type Verdict =
  | { readonly status: 'ok' }
  /** Try again: the destination is away, or asks for patience (`afterMs`, which then concerns everything sent to it). */
  | { readonly status: 'retry'; readonly reason: string; readonly afterMs?: number }
  /** Refused for good, with the answer that said so. */
  | { readonly status: 'reject'; readonly reason: string }
  /** Nothing at all is taken until somebody mends the credentials or the region. */
  | { readonly status: 'paused'; readonly reason: string };

/** What became of a lane. A message that is not named was not tried and stays where it is. */
export interface Delivery {
  /**
   * Set when the person's state was sent. `memory` is kept when the verdict is `ok` or `reject`; so is that those of
   * `absorbed` (lanes) were merged into the person.
   */
  readonly person?: {
    readonly verdict: Verdict;
    readonly memory: DestinationMemory;
    readonly absorbed?: readonly string[];
  };
  readonly messages: readonly { readonly seq: number; readonly verdict: Verdict }[];
  /** Answers to what went along with the messages (an object, a relationship, a merge) and was refused; the messages were taken. */
  readonly refusals?: readonly string[];
}

/** What the destination was told beside its persons, kept over a restart. Never throws: a disk that is full forgets. */
export interface Notes {
  readonly read: (names: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  readonly write: (notes: ReadonlyMap<string, string>) => Promise<void>;
}

export interface DeliverContext {
  /** Aborts what is in flight: the relay stops, or the lease is about to end. */
  readonly signal: AbortSignal;
  /** Unix milliseconds. */
  readonly now: number;
  /** Default: what is noted lasts as long as the process. */
  readonly notes?: Notes;
}

/** What a destination says about its own settings when the relay starts. */
export type CheckResult = { readonly status: 'ok' } | { readonly status: 'warning'; readonly message: string };

/** Somebody to whom the relay delivers. */
export interface Destination extends DestinationNeeds {
  readonly limits: {
    /** Messages of one person that are handed over at once. */
    readonly perLane: number;
    /** Persons that are delivered at the same time. */
    readonly lanes: number;
  };
  /** Default `older`. */
  readonly history?: HistoryPolicy;
  /**
   * Sends one person's state, if the destination has an older one, awaits the answer, then the person's messages in
   * order. Stops at the first that has to be tried again, so that nothing overtakes it.
   */
  readonly deliver: (lane: Lane, context: DeliverContext) => Promise<Delivery>;
  /**
   * Erases a person for good: `lane.person` has the keys, `lane.memory` what the destination has accepted of them. Tried
   * until it is done or refused. Left out where there is no way.
   */
  readonly erase?: (lane: Lane, context: DeliverContext) => Promise<Verdict>;
  /** Looks once whether the settings are right; what it finds is a warning, never a reason not to start. */
  readonly check?: (context: Pick<DeliverContext, 'signal'>) => Promise<CheckResult>;
}
