import type { Row } from './csv/read-rows.ts';

/** A message of history before it is marked and named. */
export interface HistoryMessage {
  readonly type: 'track' | 'identify' | 'group';
  readonly event?: string;
  readonly messageId: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly groupId?: string;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly traits?: Readonly<Record<string, unknown>>;
  readonly context?: Readonly<Record<string, unknown>>;
}

/** A message in the form in which it travels. */
export interface Sealed {
  readonly messageId: string;
  readonly json: string;
}

/** What belongs together: the rows of one order, or one row. */
export interface Group {
  /** What names it in its file: the id of the order, of the customer. */
  readonly key: string;
  readonly rows: readonly [Row, ...Row[]];
}

/** Money of an order, for the report: whole minor units. */
export interface Sum {
  readonly currency: string;
  readonly paidMinor: number;
  readonly refundedMinor: number;
  readonly cancelled: boolean;
}

/** What becomes of a group. `code` is one of few, `reason` says it of this one. */
export type Draft =
  | {
      readonly kind: 'ready';
      /** Whom it is about, by the strongest key. */
      readonly person: string;
      readonly at: number;
      readonly messages: readonly HistoryMessage[];
      /** The same, marked, named and checked. */
      readonly sealed?: readonly Sealed[];
      /** Names of what the relay will know of the person by it. */
      readonly attributes: readonly string[];
      /** 0 goes before 1: who must not be written to is known first. */
      readonly phase: 0 | 1;
      readonly sum?: Sum;
      /** Worth a line of the report, counted. */
      readonly notes: readonly string[];
    }
  | { readonly kind: 'skipped'; readonly code: string; readonly reason: string }
  | { readonly kind: 'refused'; readonly code: string; readonly reason: string };

export const refused = (code: string, reason: string): Draft => ({ kind: 'refused', code, reason });
export const skipped = (code: string, reason: string): Draft => ({ kind: 'skipped', code, reason });
