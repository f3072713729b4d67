import type { DropReason } from '../../schema.ts';

/** Where now and chance come from. */
export interface Clock {
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Runs `task` after `delayMs`; returns its cancel. */
  readonly after: (delayMs: number, task: () => void) => () => void;
  /** 0 ≤ x < 1; for jitter only. */
  readonly random: () => number;
}

/** Small values that outlive the page (localStorage). Never throws; what cannot be kept is forgotten with the page. */
export interface Memory {
  readonly get: (key: string) => string | null;
  readonly set: (key: string, value: string | null) => void;
}

/** The anonymous id's home: a first-party cookie on the root domain. Never throws. */
export interface IdCookie {
  readonly read: () => string | undefined;
  readonly write: (id: string) => void;
}

/**
 * One message in the outbox: its id (a ULID, so that key order is send order) and its frozen JSON. `rank` says what
 * must stay longest when there is no room: 0 page views, 1 events, 2 identifies and orders.
 */
export interface Row {
  readonly id: string;
  readonly body: string;
  readonly rank: 0 | 1 | 2;
  /** When a tab last took it to send it: Unix ms; 0 or absent when nobody has. */
  leasedAt?: number;
  /** Whether storage has it; undefined while that is being written. */
  stored?: boolean | undefined;
}

/** How much one batch may hold. Bytes are counted as UTF-8. */
export interface BatchLimit {
  readonly messages: number;
  readonly bytes: number;
}

/** The durable part of the outbox. Each call is one transaction of its own, issued and committed before the call returns. */
export interface Table {
  /** Resolves when it is durable; rejects with nothing written, such as when the disk is full. */
  readonly store: (rows: readonly Row[], strict: boolean) => Promise<unknown>;
  /** Leases rows at a time (Unix ms), or gives their leases back (0). Blind: a row that is gone stays gone. */
  readonly lease: (ids: readonly string[], at: number) => Promise<unknown>;
  readonly remove: (ids: readonly string[]) => Promise<unknown>;
  /** At most so many rows, oldest first, with their leases. */
  readonly read: (most: number) => Promise<Row[]>;
}

/** What one attempt to send came to. */
export type SendResult =
  /** Our relay named these ids. */
  | {
      readonly status: 'ok';
      readonly done: readonly string[];
      readonly rejected: readonly string[];
      readonly anonymousId?: string | undefined;
    }
  /** Try again, not before `afterMs` where the relay said so. */
  | { readonly status: 'retry'; readonly afterMs?: number | undefined }
  /** The body is not welcome: halve it. `ours`: it was our relay who said so. */
  | { readonly status: 'split'; readonly ours: boolean }
  /** Key, origin or address are wrong: keep everything, ask again rarely. */
  | { readonly status: 'refused'; readonly code: number };

/** One attempt to send a body. Never rejects. */
export type Transport = (body: string, ids: readonly string[], keepalive: boolean) => Promise<SendResult>;

/** Runs `task` as the only sender among the tabs; false when another tab is sending, and nothing ran. */
export type SendLock = (task: () => Promise<void>) => Promise<boolean>;

export interface Drop {
  readonly reason: DropReason;
  readonly messages: number;
}

export interface ClientEvents {
  /** Messages that were given up, each counted once. */
  readonly drop: Drop;
  /**
   * Something to mend that loses nothing. `http_401`, `http_403`, `http_404`: the relay refuses us, so check the write
   * key, its origins, the relay's address. `storage`: the outbox is kept in memory only, for the reason in `detail`.
   * `call`: a method was called with something it cannot take; `detail` is what that threw.
   */
  readonly error: { readonly code: `http_${number}` | 'storage' | 'call'; readonly detail?: unknown };
}
