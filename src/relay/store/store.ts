import type { Message } from '../../schema.ts';
import type { IdentityPolicy } from '../identity/decision.ts';
import type { DeliveriesStore } from './deliveries.ts';
import type { DriftEntry } from './drift.ts';
import type { AppendBatch, Outcome } from './incoming.ts';
import type { OrdersStore } from './orders.ts';
import type { NotesStore } from './notes.ts';
import type { ReplayStore } from './replay.ts';

export type { DriftEntry, DriftKind, DriftUse } from './drift.ts';
export type { AppendBatch, NewDropReport, NewMessage, NewQuarantined, Outcome, VisitorJoin } from './incoming.ts';

/** A known person. `attributes` is the person's whole present state, as destinations should know it. */
export interface Person {
  readonly id: string;
  readonly email?: string;
  readonly userId?: string;
  readonly phone?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Grows with every change of keys or attributes; a destination that has an older one is told first. */
  readonly version: number;
  /** When the state last changed: Unix milliseconds. */
  readonly changedAt: number;
}

/** A message in the store. `seq` is its place in order of arrival. */
export interface StoredMessage {
  readonly seq: number;
  readonly source: string;
  readonly messageId: string;
  /** What a destination that dedupes is given: of the business key where there is one. */
  readonly deliveryKey: string;
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly message: Message;
  /** Attempts made so far to deliver it to this destination; those of an outage do not count. */
  readonly attempts: number;
  /** When the first of them failed: Unix milliseconds. */
  readonly failingSince?: number;
  /** Set by delivery: history that goes as state, objects and relations, and not as an event. */
  readonly asState?: true;
}

/** What one destination already knows of a person: opaque to the store, written by the destination's own settle. */
export type DestinationMemory = Readonly<Record<string, unknown>>;

/** Somebody who was merged into the person of a lane, and whom the destination still knows apart. */
export interface Absorbed {
  /** Whose lane it was: the earlier person's id. */
  readonly lane: string;
  /** What the destination knows of the earlier person. */
  readonly memory: DestinationMemory;
}

/** One person's undelivered messages for one destination, in order, under a lease. */
export interface Lane {
  readonly lane: string;
  /** Fencing token: a settle with an older one is refused. */
  readonly token: number;
  /** Whose lane it is; without keys and with version 0 while `visitor` is set. */
  readonly person: Person;
  /** The anonymous id of a visitor whom nobody knows, at a destination that forwards. */
  readonly visitor?: string;
  /** The person's version that the destination has accepted; 0 when it has none. */
  readonly deliveredVersion: number;
  readonly memory: DestinationMemory;
  /** Whom the destination has to merge into this person, before anything else is said of them. */
  readonly absorbed?: readonly Absorbed[];
  readonly messages: readonly StoredMessage[];
}

export type MessageResult =
  | { readonly seq: number; readonly status: 'done' }
  | {
      readonly seq: number;
      readonly status: 'retry';
      readonly at: number;
      readonly reason: string;
      readonly countsAsAttempt: boolean;
    }
  | { readonly seq: number; readonly status: 'dead'; readonly reason: string };

export interface LaneResult {
  readonly lane: string;
  readonly token: number;
  /** Set when the destination accepted the person's state; `absorbed`: the lanes whose merge it was told of. */
  readonly person?: {
    readonly version: number;
    readonly memory: DestinationMemory;
    readonly absorbed?: readonly string[];
  };
  readonly messages: readonly MessageResult[];
  /** Do not hand out this lane before this time (Unix ms). */
  readonly notBefore?: number;
}

export interface ClaimOptions {
  readonly lanes: number;
  readonly perLane: number;
  readonly leaseMs: number;
  readonly now: number;
}

export type DeliveryState = 'held' | 'pending' | 'delivered' | 'withheld' | 'dead';

/** One line of the activity page: what came, of whom, and what became of it at each destination. */
export interface FeedEntry {
  /** Grows with every change of this entry; ask for what is newer than the greatest you have. */
  readonly revision: number;
  readonly kind: 'message' | 'quarantined';
  readonly seq: number;
  readonly receivedAt: number;
  readonly occurredAt: number;
  readonly source: string;
  readonly type: string;
  readonly event?: string;
  readonly messageId: string;
  readonly anonymousId?: string;
  readonly person?: {
    readonly id: string;
    readonly email?: string;
    readonly userId?: string;
    readonly phone?: string;
    /** Others who may be the same person, by their email or customer id; nobody merges them on a guess. */
    readonly linked?: readonly { readonly name: string; readonly reason: string }[];
  };
  /** A customer id that the visitor's browser named without proof: shown, never acted on. */
  readonly claimedUserId?: string;
  readonly incomplete: readonly string[];
  readonly deliveries: readonly {
    readonly destination: string;
    readonly state: DeliveryState;
    readonly attempts: number;
    readonly reason?: string;
    readonly nextAttemptAt?: number;
  }[];
  /** Why it stands in the quarantine. */
  readonly rejection?: { readonly code: string; readonly path: string; readonly reason: string };
  readonly body: unknown;
}

export interface FeedOptions {
  /** Entries with a revision above this one; 0 for all. */
  readonly since: number;
  /** At most so many, the newest by revision, in ascending order of revision. */
  readonly limit: number;
}

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
  /** What came in another form than the contract's, by source; the latest first, at most 200. */
  readonly drift: readonly DriftEntry[];
}

/** How a destination treats visitors whom nobody knows yet. */
export interface DestinationNeeds {
  readonly name: string;
  /** `hold`: nothing is delivered until the person is known. */
  readonly anonymous: 'hold' | 'forward';
  /** It wants a token of each person (`cartline_link`), for links in mails. Default false. */
  readonly linkTokens?: boolean;
}

/** What is old enough to be forgotten. Unix milliseconds. */
export interface PurgeOptions {
  /** Messages that have been held since before this, whose visitors nobody came to know. */
  readonly heldBefore: number;
  /** Message ids seen before this: whoever sends one again is believed. */
  readonly keysBefore: number;
  readonly now: number;
}

/** What a purge removed; `isDone` is false when there is more, so that one call never takes long. */
export interface Purged {
  readonly held: number;
  readonly keys: number;
  readonly isDone: boolean;
}

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
  readonly feed: (options: FeedOptions) => Promise<readonly FeedEntry[]>;
  readonly stats: () => Promise<StoreStats>;
  /** Gives back leases that this process holds, so that a successor need not wait for them. */
  readonly handOver: () => Promise<void>;
  readonly close: () => Promise<void>;
}
