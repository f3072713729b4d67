import type { Keys, PersonKey } from './keys.ts';

/** A visitor belongs to a person from a moment on (corrected time, Unix ms), until the next link begins. */
export interface Link {
  /** NOBODY for a stretch that nobody is to get. */
  readonly person: string;
  readonly from: number;
}

/** Stands where a person would: what the visitor did then stays held. */
export const NOBODY = '';

/** What the store knows of a person, as far as identity needs it. */
export interface KnownPerson extends Keys {
  readonly id: string;
  /** Keys that a trusted source has set; browsers cannot replace them. */
  readonly trusted: readonly PersonKey[];
  /** The visitor whose message made the person. */
  readonly origin?: string;
}

/** A visitor who used the cart that the message names. */
export interface CartVisitor {
  readonly anonymousId: string;
  readonly links: readonly Link[];
}

/** All that a decision rests on: the visitor's links in order of time, and the persons whom links and keys point to. */
export interface Snapshot {
  readonly links: readonly Link[];
  readonly persons: readonly KnownPerson[];
  /** The id of the person whom the cart or the order that the message names belongs to. */
  readonly joined?: string;
  /** The id of the person whose link token the visitor came by, and when that visit of the visitor began (Unix ms). */
  readonly invited?: { readonly person: string; readonly since: number };
  /** Who else used the cart that an order names. */
  readonly cartVisitors?: readonly CartVisitor[];
  /** The visitor's history is guarded by the relay's cookie, and the message came without it: it links nothing. */
  readonly isGuarded?: boolean;
}

/**
 * The person of a visitor at a moment. What happened before the first link belongs to the first person: that is what
 * releasing held events means.
 */
export const personAt = (links: readonly Link[], at: number): string | undefined =>
  (links.findLast(({ from }) => from <= at) ?? links[0])?.person || undefined;
