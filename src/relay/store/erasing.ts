import type { PersonKey } from '../identity/keys.ts';

/** One way to name somebody, in its normal form. */
export interface Identifier {
  readonly key: PersonKey | 'anonymousId';
  readonly value: string;
}

/** What an erasure removed, or would remove. */
export interface Erased {
  readonly persons: number;
  readonly visitors: number;
  readonly messages: number;
  /** Of the messages' deliveries, those that had not ended: held, pending and dead. */
  readonly undelivered: number;
  readonly quarantined: number;
  readonly carts: number;
  /** Orders stay, as numbers; that they are this person's is forgotten. */
  readonly orders: number;
  /** Destinations that are told. */
  readonly destinations: readonly string[];
}

type Rows = readonly Readonly<Record<string, unknown>>[];

/** Everything that is held about somebody; times are ISO 8601. */
export interface PersonRecord {
  readonly persons: Rows;
  readonly visitors: Rows;
  readonly messages: Rows;
  readonly carts: Rows;
  readonly orders: Rows;
  readonly quarantined: Rows;
  /** What each destination has been told. */
  readonly destinations: Rows;
}

/** What the store does for somebody who wants to see or to erase what is held about them. */
export interface ErasingStore {
  /**
   * `who`: readings of one name, of which the first that somebody has counts. Nobody has it: the lists are empty.
   */
  readonly record: (who: readonly Identifier[]) => Promise<PersonRecord>;
  /** What `erase` would remove. */
  readonly preview: (who: readonly Identifier[]) => Promise<Erased>;
  /**
   * Removes the persons, their visitors and all that is theirs, whatever its state, and queues the erasure for the
   * destinations. What happened until `now`, and in the ten seconds after it, is not taken in again, whoever sends it and
   * however often. Visitors whom others have been too stay, without this person's part of their life.
   */
  readonly erase: (who: readonly Identifier[], now: number) => Promise<Erased>;
}
