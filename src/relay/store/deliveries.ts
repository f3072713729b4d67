/** What became of a delivery of a source. `waiting`: not mapped yet. `privacy`: a request about somebody's data, for the shop to act on. */
export type SourceDeliveryState = 'waiting' | 'done' | 'ignored' | 'failed' | 'privacy';

/** How an order found its visitor or person: the first of these that the relay knew. */
export type JoinMethod = 'attribute' | 'checkout' | 'cart' | 'customer' | 'email' | 'none';

/** What an order names that may be known already. */
export interface JoinKeysOfOrder {
  readonly anonymousId?: string | undefined;
  readonly checkoutId?: string | undefined;
  readonly cartId?: string | undefined;
  readonly userId?: string | undefined;
  readonly email?: string | undefined;
}

/** A delivery whose signature was right, as it came. */
export interface NewSourceDelivery {
  readonly source: string;
  /** The platform's own id of it, else a digest of its body. */
  readonly deliveryId: string;
  readonly topic: string;
  /** Unix milliseconds. */
  readonly receivedAt: number;
  readonly body: string;
}

export interface StoredDelivery extends NewSourceDelivery {
  readonly seq: number;
  readonly attempts: number;
}

/** What was made of a delivery. */
export type DeliveryResult =
  | {
      readonly seq: number;
      readonly state: Exclude<SourceDeliveryState, 'waiting'>;
      readonly reason?: string | undefined;
      readonly joinedBy?: JoinMethod | undefined;
      readonly at: number;
    }
  /** Something that it needs is away: to be tried again then (Unix ms). */
  | { readonly seq: number; readonly state: 'waiting'; readonly reason: string; readonly nextAt: number };

/** A delivery as the activity page shows it. */
export interface ShownDelivery {
  readonly seq: number;
  readonly source: string;
  readonly deliveryId: string;
  readonly topic: string;
  readonly receivedAt: number;
  readonly state: SourceDeliveryState;
  readonly reason?: string;
}

/** What a source has delivered so far. */
export interface SourceNumbers {
  readonly source: string;
  readonly lastAt?: number;
  readonly states: Readonly<Partial<Record<SourceDeliveryState, number>>>;
  /** Orders by how they found their person. */
  readonly joins: Readonly<Partial<Record<JoinMethod, number>>>;
  /** The latest that did not become messages, newest first. */
  readonly noted: readonly ShownDelivery[];
}

/** How a source is doing, for the activity page. Refusals (a wrong signature) are counted since the relay started. */
export interface SourceState extends SourceNumbers {
  readonly path: string;
  readonly refused: number;
  readonly refusedFor?: string;
}

/** The relay's memory of what sources have delivered; each method is one transaction. */
export interface DeliveriesStore {
  /** Resolves when durable. A second delivery under one id is a duplicate, and nothing is kept of it. */
  readonly keep: (delivery: NewSourceDelivery) => Promise<'kept' | 'duplicate'>;
  /** The oldest of a source that are due, in order of arrival. */
  readonly waiting: (source: string, now: number, limit: number) => Promise<readonly StoredDelivery[]>;
  /** When the next of a source falls due (Unix ms); undefined when none waits. */
  readonly nextDue: (source: string) => Promise<number | undefined>;
  readonly find: (source: string, deliveryId: string) => Promise<StoredDelivery | undefined>;
  readonly settle: (result: DeliveryResult) => Promise<void>;
  /** What of an order's keys is known, before the order is stored: first hit wins, in the order of `JoinMethod`. */
  readonly joinedBy: (keys: JoinKeysOfOrder) => Promise<JoinMethod>;
  readonly numbers: (source: string) => Promise<SourceNumbers>;
  /** Removes what names any of these texts (emails, customer ids, phones); returns how many deliveries that were. */
  readonly forget: (texts: readonly string[]) => Promise<number>;
  /** Takes the body from deliveries that were settled before `bodiesBefore`, and forgets those of before `idsBefore`. */
  readonly purge: (before: { readonly bodiesBefore: number; readonly idsBefore: number }) => Promise<number>;
}
