import type { PersonKey } from './keys.ts';

/** One change that a message makes to what the store knows. The store applies them in order, in the message's own transaction. */
export type Effect =
  | { readonly kind: 'create_person'; readonly person: string; readonly origin?: string }
  | {
      readonly kind: 'set_key';
      readonly person: string;
      readonly key: PersonKey;
      readonly value: string;
      readonly trusted: boolean;
    }
  /**
   * The visitor is this person from then on; what is held of the visitor is released. `since`: nothing from before
   * then is (Unix ms).
   */
  | {
      readonly kind: 'link';
      readonly anonymousId: string;
      readonly person: string;
      readonly from: number;
      readonly since?: number;
    }
  /** A customer id without proof: shown, not acted on. */
  | { readonly kind: 'keep_claim'; readonly anonymousId: string; readonly userId: string }
  /** Two persons who may be one; nobody merges them on a guess. */
  | { readonly kind: 'record_linked'; readonly persons: readonly [string, string]; readonly reason: string }
  /** The visitor's open cart goes along to another person. */
  | {
      readonly kind: 'move_cart';
      readonly anonymousId: string;
      readonly from: string;
      readonly to: string;
      readonly at: number;
    }
  /** Two persons become one, because a server key says so. */
  | { readonly kind: 'merge'; readonly from: string; readonly to: string };

/** To whom a message belongs, and what it changes. Without a person it is held until its visitor is known. */
export interface Decision {
  readonly person?: string;
  readonly effects: readonly Effect[];
}

/** What the shop decides about identity. */
export interface IdentityPolicy {
  /**
   * What it means that a visitor with an address but no customer id gives another address. Default `another_person`:
   * whoever it is gets what happens from then on, and the open cart. `same_person`: a change of address.
   */
  readonly emailChange?: 'another_person' | 'same_person';
}
