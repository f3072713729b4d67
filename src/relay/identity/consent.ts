import type { Fact } from './profile.ts';

export type Channel = 'email' | 'sms';

export interface Consent {
  readonly granted: boolean;
  readonly at: number;
  readonly trusted: boolean;
}
export type Consents = Readonly<Partial<Record<Channel, Consent>>>;

const channels: readonly Channel[] = ['email', 'sms'];
const isChannel = (value: unknown): value is Channel => channels.some((channel) => channel === value);

/**
 * A withdrawal is always honoured: to keep mailing against someone's will is worse than a forged unsubscription.
 * A grant from a browser never overrides a withdrawal, nor what a trusted source has set.
 */
const mayReplace = (known: Consent | undefined, next: Consent): boolean => {
  if (!known) return true;
  if (next.at < known.at) return false;
  return next.trusted || !next.granted || (known.granted && !known.trusted);
};

const put = (known: Consents, channel: Channel, next: Consent): Consents =>
  mayReplace(known[channel], next) ? { ...known, [channel]: next } : known;

/** `consent_changed` of a channel that messages go through; analytics consent concerns the browser only. */
export const applyConsent = (
  known: Consents,
  { occurredAt: at, trusted }: Fact,
  event: string,
  { channel, granted }: Readonly<Record<string, unknown>>,
): Consents =>
  event === 'consent_changed' && isChannel(channel) && typeof granted === 'boolean'
    ? put(known, channel, { granted, at, trusted })
    : known;

const grantedBy = (traits: Readonly<Record<string, unknown>>, channel: Channel): unknown => {
  const { consent } = traits;
  const nested = typeof consent === 'object' && consent !== null ? (consent as Record<string, unknown>) : {}; // any object
  return nested[channel] ?? traits[`${channel}_consent`];
};

/** `consent: { email, sms }`, `email_consent` and `sms_consent` among the traits of an identify. */
export const applyConsentTraits = (
  known: Consents,
  { occurredAt: at, trusted }: Fact,
  traits: Readonly<Record<string, unknown>>,
): Consents =>
  channels.reduce((consents, channel) => {
    const granted = grantedBy(traits, channel);
    return typeof granted === 'boolean' ? put(consents, channel, { granted, at, trusted }) : consents;
  }, known);

export const consentAttributes = (consents: Consents): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(consents).map(([channel, { granted }]) => [`${channel}_consent`, granted]));
