import type { IdentityPolicy } from '../identity/decision.ts';
import type { DeliveriesStore } from './deliveries.ts';
import type { ErasingStore } from './erasing.ts';
import type { FeedEntry, FeedOptions } from './feed.ts';
import type { Purged, PurgeOptions } from './forgetting.ts';
import type { AppendBatch, Outcome } from './incoming.ts';
import type { ClaimOptions, DestinationNeeds, Lane, LaneResult } from './lane.ts';
import type { OrdersStore } from './orders.ts';
import type { NotesStore } from './notes.ts';
import type { ReplayStore } from './replay.ts';
import type { StoreStats } from './stats.ts';

export type { DriftEntry, DriftKind, DriftUse } from './drift.ts';
export type { Erased, ErasingStore, Identifier, PersonRecord } from './erasing.ts';
export type { DeliveryState, FeedEntry, FeedOptions } from './feed.ts';
export type { Purged, PurgeOptions } from './forgetting.ts';
export type { AppendBatch, NewDropReport, NewMessage, NewQuarantined, Outcome, VisitorJoin } from './incoming.ts';
export type {
  Absorbed,
  ClaimOptions,
  DestinationMemory,
  DestinationNeeds,
  Lane,
  LaneResult,
  MessageResult,
  Person,
  StoredMessage,
} from './lane.ts';
export type { StoreStats } from './stats.ts';

/**
 * The relay's memory, at the level of the domain: each method is one transaction. Two engines implement it; one
 * conformance suite runs on both.
 */
export interface RelayStore {
  /** Creates or migrates the tables; called once before anything else, with the destinations whose rows are kept. */
  readonly open: (destinations: readonly DestinationNeeds[], policy?: IdentityPolicy) => Promise<void>;
  /**
   * Resolves when durable (fsync), one outcome for each of `messages`. Dedupe, identity links and lane wake-up are in
   * the same transaction. Rejects with nothing stored when it cannot commit.
   */
  readonly append: (batch: AppendBatch) => Promise<readonly Outcome[]>;
  /**
   * Leases lanes that have something due; the person of each is known. A lane may come without messages: then only
   * the person's state has changed.
   */
  readonly claim: (destination: string, options: ClaimOptions) => Promise<readonly Lane[]>;
  /** Writes results by message; returns the lanes whose token was stale, for which nothing was written. */
  readonly settle: (destination: string, results: readonly LaneResult[], now: number) => Promise<readonly string[]>;
  /** When the next lane of this destination falls due or its lease ends (Unix ms); undefined when nothing is pending. */
  readonly nextDue: (destination: string) => Promise<number | undefined>;
  /**
   * The clock was set back, by so many ms to `now`: what waits for a moment that was chosen before waits no longer than it
   * would have.
   */
  readonly clockSetBack: (byMs: number, now: number) => Promise<void>;
  /** Forgets a bounded piece of what is old. */
  readonly purge: (options: PurgeOptions) => Promise<Purged>;
  /** Whether this visitor's browser has shown the relay's cookie. */
  readonly hasCookie: (anonymousId: string) => Promise<boolean>;
  /** A secret of this store, made at its first use and the same ever since: 64 hex digits. */
  readonly secret: () => Promise<string>;
  /** Sending again what was refused. */
  readonly replay: ReplayStore;
  /** What sources have delivered; an engine without it can serve none. */
  readonly deliveries?: DeliveriesStore;
  /** What became of orders; an engine may do without. */
  readonly orders?: OrdersStore;
  /** What destinations remember of what they were told. */
  readonly notes: NotesStore;
  /** What is held about somebody: shown, and erased. */
  readonly persons: ErasingStore;
  readonly feed: (options: FeedOptions) => Promise<readonly FeedEntry[]>;
  readonly stats: () => Promise<StoreStats>;
  /** Gives back leases that this process holds, so that a successor need not wait for them. */
  readonly handOver: () => Promise<void>;
  readonly close: () => Promise<void>;
}
