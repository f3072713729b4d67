import type { Message } from '../../schema.ts';
import { applyConsent, applyConsentTraits, consentAttributes, mergeConsents, type Consents } from './consent.ts';
import { applySubscription, subscriptionAttributes, type Subscriptions } from './subscriptions.ts';
import { applyTraits, mergeTraits, traitAttributes, type TraitValues } from './traits.ts';

/**
 * What a person or a trusted source has said of the person, with the time of each fact, so that messages may arrive in
 * any order. Stored as JSON. Carts and orders are kept apart: they are shared by all who report of them.
 */
export interface Profile {
  readonly traits: TraitValues;
  readonly consents: Consents;
  readonly subscriptions: Subscriptions;
}

export const emptyProfile: Profile = { traits: {}, consents: {}, subscriptions: {} };

/** A message as far as a profile needs it; `occurredAt` in Unix milliseconds. */
export interface Fact {
  readonly message: Message;
  readonly occurredAt: number;
  readonly trusted: boolean;
}

/** Whether a message says anything that a profile keeps. */
export const concernsProfile = (message: Message): boolean =>
  message.type === 'identify' ||
  (message.type === 'track' && (message.event === 'consent_changed' || message.event.startsWith('subscription_')));

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
    subscriptions: applySubscription(profile.subscriptions, message.event, fact.occurredAt, properties),
  };
};

/** What is known of two persons who are one: of each fact the latest word. */
export const mergeProfiles = (one: Profile, other: Profile): Profile => ({
  traits: mergeTraits(one.traits, other.traits),
  consents: mergeConsents(one.consents, other.consents),
  subscriptions: { ...one.subscriptions, ...other.subscriptions },
});

/** The profile under the names that destinations get. */
export const profileAttributes = (profile: Profile): Readonly<Record<string, unknown>> => ({
  ...traitAttributes(profile.traits),
  ...consentAttributes(profile.consents),
  ...subscriptionAttributes(profile.subscriptions),
});
