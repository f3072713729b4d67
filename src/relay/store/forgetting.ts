/** What is old enough to be forgotten. Times are Unix milliseconds; what is left out is kept. */
export interface PurgeOptions {
  /** Messages that have been held since before this, whose visitors nobody came to know. */
  readonly heldBefore: number;
  /** Message ids seen before this: whoever sends one again is believed. */
  readonly keysBefore: number;
  /** Persons' messages that came before this, and that no destination is still to get. */
  readonly messagesBefore?: number;
  /** Refused messages that came before this, and what else is only for people to look at. */
  readonly quarantineBefore?: number;
  /** Carts and checkouts that nobody has touched since. */
  readonly cartsBefore?: number;
  /** Persons of whom nothing has come since. Their messages have to be gone before. */
  readonly personsBefore?: number;
  readonly now: number;
}

/** What a purge removed; `isDone` is false when there is more, so that one call never takes long. */
export interface Purged {
  readonly held: number;
  readonly keys: number;
  readonly messages: number;
  readonly quarantined: number;
  readonly carts: number;
  readonly persons: number;
  readonly visitors: number;
  readonly isDone: boolean;
}
