import type { DropReason } from '../../schema.ts';

/**
 * One message in the outbox: its id (a ULID, so that key order is send order) and its frozen JSON. `rank` says what
 * stays longest when there is no room: 0 page views, 1 events, 2 identifies and orders, 3 withdrawals of consent, which
 * are sent whatever was decided about tracking.
 */
export interface Row {
  readonly id: string;
  readonly body: string;
  readonly rank: number;
  /** When a tab last took it to send it: Unix ms; 0 or absent when nobody has. */
  leasedAt?: number;
  /** Whether storage has it; undefined while that is being written. */
  stored?: boolean | undefined;
}

/** The durable part of the outbox. Each call is one transaction of its own, issued and committed before the call returns. */
export interface Table {
  /**
   * Resolves when it is durable, on the disk itself where a row's rank is above 1; rejects with nothing written, such as
   * when the disk is full.
   */
  readonly store: (rows: readonly Row[]) => Promise<unknown>;
  /** Leases rows at a time (Unix ms), or gives their leases back (0). Blind: a row that is gone stays gone. */
  readonly lease: (ids: readonly string[], at: number) => Promise<unknown>;
  /** Forgets rows; all rows when no ids come. */
  readonly remove: (ids?: readonly string[]) => Promise<unknown>;
  /** Keeps a message that was refused for good, for the debug panel: the last hundred or so. */
  readonly bury: (row: Row) => Promise<unknown>;
  /** At most so many rows, oldest first, with their leases. */
  readonly read: (most: number) => Promise<Row[]>;
}

/** What one attempt to send came to: 0 when nothing answered. */
export interface Reply {
  readonly code: number;
  readonly text: string;
  /** `Retry-After` as it came. */
  readonly after?: string | null;
}

/** A page as it is now, with the secrets in its addresses masked. */
export interface PageView {
  readonly url?: string;
  readonly path?: string;
  readonly title?: string;
  readonly referrer?: string;
}

/** Everything the core asks of the page it runs in. Nothing here throws but `openTable` and `Table`, which reject. */
export interface World {
  /** Unix milliseconds. */
  readonly now: () => number;
  /** 0 ≤ x < 1; for jitter only. */
  readonly random: () => number;
  /** Runs `task` after so many milliseconds. */
  readonly after: (delayMs: number, task: () => void) => void;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly newUuid: () => string;
  /** Small values that outlive the page. What cannot be kept is forgotten with the page. */
  readonly get: (key: string) => string | null;
  readonly set: (key: string, value: string | null) => void;
  /** The anonymous id in a first-party cookie on the root domain. */
  readonly readCookie: () => string | undefined;
  /** Forgets it when `id` is "". */
  readonly writeCookie: (id: string) => void;
  readonly openTable: () => Promise<Table>;
  /** One attempt to send. Never rejects. */
  readonly transport: (body: string, keepalive: boolean) => Promise<Reply>;
  /** Runs `task` as the only sender among the tabs; false when another tab is sending, and nothing ran. */
  readonly lock: (task: () => Promise<void>) => Promise<boolean>;
  readonly isHidden: () => boolean;
  readonly pageView: () => PageView;
  /** Facts about the surroundings that stay for the page's life: locale, time zone, screen, library. */
  readonly surroundings: object;
}

/** Messages that were given up. */
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
  /** A message came into the outbox: its id, and its JSON. For the debug panel. */
  readonly message: { readonly id: string; readonly body: string };
}

export type Emit = <N extends keyof ClientEvents>(name: N, event: ClientEvents[N]) => void;
