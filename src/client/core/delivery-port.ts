import type { DropReason } from '../../schema.ts';
import type { Emit, Row, Tell } from './ports.ts';

/** Brings messages to the relay: what to keep, when to send, what to make of the answer, when to try again. */
export interface Delivery {
  /** Takes a row into the outbox. */
  readonly put: (row: Row) => void;
  /** Forgets every row of this shop in this browser but withdrawals, at once. Resolves to how many went. */
  readonly erase: () => Promise<number>;
  /** Sends now, as far as waits allow. Resolves when there is nothing left to try. Never rejects. */
  readonly flush: () => Promise<void>;
  /** Flushes; when the network is back, waits that only it caused are over. */
  readonly wake: (online: boolean) => void;
  /** The page is hidden or goes: one keepalive request of what this tab has not sent. Synchronous up to the request. */
  readonly leave: () => void;
  /** Counts messages that were given up, for `on('drop')` and for the relay. */
  readonly drop: (reason: DropReason, messages: number) => void;
}

/** Whose messages they are, and what counts as the relay's word. */
export interface DeliveryOptions {
  readonly writeKey: string;
  /** "status": any 2xx is an answer. */
  readonly ack?: 'answer' | 'status' | undefined;
}

/** What delivery asks of the client. */
export interface DeliveryClient {
  readonly newId: () => string;
  /** The rank from which rows may be sent now: consent decides. */
  readonly fromRank: () => number;
  readonly emit: Emit;
  readonly tell: Tell;
  /** The relay has answered. */
  readonly onAnswer: () => void;
}
