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
