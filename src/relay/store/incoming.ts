import type { Message, RejectionCode } from '../../schema.ts';
import type { DriftUse } from './drift.ts';

/** A message as intake hands it over: authenticated, checked, its time corrected. All times are Unix milliseconds. */
export interface NewMessage {
  /** Who sends. A source outlives the rotation of its keys. */
  readonly source: string;
  /** Came with a server key, or carries a valid proof of who it is about. */
  readonly trusted: boolean;
  /** Came with a server key: what it says of orders wins over what a page says, proven or not. */
  readonly fromServer?: boolean;
  readonly messageId: string;
  /** Digest of the body: the same id with another digest is a conflict. */
  readonly hash: string;
  /** One message per shop and key, whoever sends it ("order_completed:1001"). */
  readonly businessKey?: string;
  /** When it happened, corrected for the client's clock, never after `receivedAt`. */
  readonly occurredAt: number;
  readonly receivedAt: number;
  /** `context.seq`: the tab, and the message's place in it. */
  readonly tab?: string;
  readonly tabIndex?: number;
  readonly message: Message;
  /** Expected keys that it came without. */
  readonly incomplete: readonly string[];
  /** SHA-256 of the link token that the visitor came by (`context.link`). */
  readonly linkHash?: string;
  /** The visitor whom the relay's own cookie of the request names. */
  readonly cookieVisitor?: string;
  /** So old that its id may have been here and be forgotten: it is taken for a duplicate or, where its id is unknown, for too old. */
  readonly isExpired?: boolean;
  /** Kept and shown, but not delivered, with the reason (a browser's order where the server is the truth). */
  readonly withheld?: string;
  /** What was normalised in it; counted when the message is new. */
  readonly drift?: readonly DriftUse[];
}

/** A refused message, kept whole with its reason. */
export interface NewQuarantined {
  readonly source: string;
  readonly receivedAt: number;
  readonly messageId: string;
  readonly body: unknown;
  readonly code: RejectionCode;
  readonly path: string;
  readonly reason: string;
}

/** A client's own report of messages it gave up. */
export interface NewDropReport {
  readonly source: string;
  readonly receivedAt: number;
  readonly id: string;
  readonly reason: string;
  readonly count: number;
}

/** A browser that lost its id and made a new one, of whom the relay's cookie tells who it was. */
export interface VisitorJoin {
  readonly anonymousId: string;
  readonly to: string;
  readonly at: number;
}

export interface AppendBatch {
  /** Done before the messages are stored. */
  readonly joins?: readonly VisitorJoin[];
  readonly messages: readonly NewMessage[];
  readonly quarantined: readonly NewQuarantined[];
  readonly dropped: readonly NewDropReport[];
}

/**
 * What became of a message of an append. `conflict`: the id was there with another body; the first one stays.
 * `too_old`: expired, and its id is not known any more; it is not stored.
 */
export type Outcome = 'accepted' | 'duplicate' | 'conflict' | 'too_old';
