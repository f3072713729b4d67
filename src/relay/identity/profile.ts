import type { Message } from '../../schema.ts';
import { applyCart, type Carts } from './carts.ts';
import { applyConsent, applyConsentTraits, consentAttributes, type Consents } from './consent.ts';
import { applyOrder, orderAttributes, type Orders } from './orders.ts';
import { applyTraits, traitAttributes, type TraitValues } from './traits.ts';

/**
 * All that is known of a person beside the keys, with the time of each fact, so that messages may arrive in any order.
 * Stored as JSON; `attributesOf` is what destinations see of it.
 */
export interface Profile {
  readonly traits: TraitValues;
  readonly consents: Consents;
  readonly orders: Orders;
  readonly carts: Carts;
}

export const emptyProfile: Profile = {
  traits: {},
  consents: {},
  orders: { count: 0, minor: {} },
  carts: { closed: {} },
};

/** A message as far as a profile needs it. `counts` is false for an order that is kept but not delivered: it closes its cart, no more. */
export interface Fact {
  readonly message: Message;
  readonly occurredAt: number;
  readonly trusted: boolean;
  readonly counts: boolean;
}

/** The profile after one more message of this person. */
export const applyFact = (profile: Profile, fact: Fact): Profile => {
  const { message } = fact;
  if (message.type === 'identify') {
    return {
      ...profile,
      traits: applyTraits(profile.traits, fact, message.traits ?? {}),
      consents: applyConsentTraits(profile.consents, fact, message.traits ?? {}),
    };
  }
  if (message.type !== 'track') return profile;
  const properties = message.properties ?? {};
  return {
    ...profile,
    consents: applyConsent(profile.consents, fact, message.event, properties),
    orders: fact.counts ? applyOrder(profile.orders, fact, message.event, properties) : profile.orders,
    carts: applyCart(profile.carts, fact, message.event, properties),
  };
};

/** The person's whole present state under the names that destinations get. What the relay computes wins over traits. */
export const attributesOf = (profile: Profile): Readonly<Record<string, unknown>> => {
  const { openCart } = profile.carts;
  return {
    ...traitAttributes(profile.traits),
    ...consentAttributes(profile.consents),
    ...orderAttributes(profile.orders),
    ...(openCart && { open_cart_id: openCart.id }),
  };
};
