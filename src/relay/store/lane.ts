import type { Message } from '../../schema.ts';

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
  /** Set when the person is to be erased there: `person` has the keys, and nothing else. */
  readonly erasure?: {
    /** When it was asked for: Unix milliseconds. */
    readonly at: number;
    /** The anonymous ids that were this person's alone. */
    readonly visitors: readonly string[];
  };
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
  /** What became of an erasure; left out while it has to be tried again. */
  readonly erased?: { readonly status: 'done' } | { readonly status: 'refused'; readonly reason: string };
  /** Do not hand out this lane before this time (Unix ms). */
  readonly notBefore?: number;
}

export interface ClaimOptions {
  readonly lanes: number;
  readonly perLane: number;
  readonly leaseMs: number;
  readonly now: number;
}

/** How a destination treats visitors whom nobody knows yet. */
export interface DestinationNeeds {
  readonly name: string;
  /** `hold`: nothing is delivered until the person is known. */
  readonly anonymous: 'hold' | 'forward';
  /** It wants a token of each person (`cartline_link`), for links in mails. Default false. */
  readonly linkTokens?: boolean;
}
