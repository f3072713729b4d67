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
  /** When a tab last took it to send it: Unix ms; absent when nobody has. */
  leasedAt?: number | undefined;
  /** Whether storage has it, for rows of this tab; undefined while that is being written. */
  stored?: boolean | undefined;
}

/** A key of the table and what to put there; without a value, that key and what stands right behind it is deleted. */
export type Entry = readonly [key: string, value?: string | number];

/**
 * The durable part of the outbox. Keys: a row stands under its id as its rank and JSON; the time of its lease under the
 * id and `LEASE`; what was given up, for the debug panel, under `LEASE` and a number.
 */
export interface Table {
  /**
   * Writes in one transaction of its own, issued and committed before the call returns. Resolves when it is durable, on
   * the disk itself where it is `strict`; rejects with nothing written, such as when the disk is full.
   */
  readonly write: (entries: readonly Entry[], strict?: boolean) => Promise<unknown>;
  /** Every row, oldest first, with its lease. */
  readonly read: () => Promise<Row[]>;
}

/** Behind a row's id: the key of its lease, so that a blind lease write cannot bring back a row that is gone. */
export const LEASE = '~';

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
  /** UUID version 4 (RFC 9562). */
  readonly newUuid: () => string;
  /** Small values that outlive the page. What cannot be kept is forgotten with the page. */
  readonly get: (key: string) => string | null;
  readonly set: (key: string, value: string | null) => void;
  /** The anonymous id in a first-party cookie on the root domain. */
  readonly readCookie: () => string | undefined;
  /** Forgets it when `id` is "". */
  readonly writeCookie: (id: string) => void;
  readonly openTable: () => Promise<Table>;
  /** One attempt to send. Never rejects. Begins at once without `isAllowed`; else may compress first, and then asks. */
  readonly transport: (body: string, keepalive: boolean, isAllowed?: () => boolean) => Promise<Reply>;
  /** Runs `task` as the only sender among the tabs; something false when another tab is sending, and nothing ran. */
  readonly lock: (task: () => Promise<true>) => Promise<unknown>;
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

/** Announces an error the first time that its code occurs. */
export type Tell = (code: ClientEvents['error']['code'], detail?: unknown) => void;

export type Emit = <N extends keyof ClientEvents>(name: N, event: ClientEvents[N]) => void;
