import type { Keys, PersonKey } from './keys.ts';

/** A visitor belongs to a person from a moment on (corrected time, Unix ms), until the next link begins. */
export interface Link {
  readonly person: string;
  readonly from: number;
}

/** What the store knows of a person, as far as identity needs it. */
export interface KnownPerson extends Keys {
  readonly id: string;
  /** Keys that a trusted source has set; browsers cannot replace them. */
  readonly trusted: readonly PersonKey[];
  /** The visitor whose message made the person. */
  readonly origin?: string;
}

/** All that a decision rests on: the visitor's links in order of time, and the persons whom links and keys point to. */
export interface Snapshot {
  readonly links: readonly Link[];
  readonly persons: readonly KnownPerson[];
}

/**
 * The person of a visitor at a moment. What happened before the first link belongs to the first person: that is what
 * releasing held events means.
 */
export const personAt = (links: readonly Link[], at: number): string | undefined =>
  (links.findLast(({ from }) => from <= at) ?? links[0])?.person;
