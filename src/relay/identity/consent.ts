import { isHistory } from './history.ts';
import type { Fact } from './profile.ts';

export type Channel = 'email' | 'sms';

/** The last times (Unix ms) of each kind of word on a channel: enough to judge, whatever the order of arrival. */
export interface Consent {
  /** What a trusted source said last. */
  readonly trusted?: { readonly granted: boolean; readonly at: number };
  readonly browserGrantAt?: number;
  readonly browserWithdrawalAt?: number;
}
export type Consents = Readonly<Partial<Record<Channel, Consent>>>;

const channels: readonly Channel[] = ['email', 'sms'];
const isChannel = (value: unknown): value is Channel => channels.some((channel) => channel === value);

interface Word {
  readonly granted: boolean;
  readonly at: number;
  readonly trusted: boolean;
}

/**
 * A withdrawal is always honoured: to keep mailing against someone's will is worse than a forged unsubscription.
 * A grant from a browser never overrides a withdrawal, nor what a trusted source has set.
 */
const isGranted = ({ trusted, browserWithdrawalAt }: Consent): boolean => {
  if (!trusted) return browserWithdrawalAt === undefined;
  return trusted.granted && (browserWithdrawalAt ?? -Infinity) <= trusted.at;
};

/**
 * Whether a word replaces what was said before. A grant out of a platform's records does not: the platform knows nothing of
 * a withdrawal that came another way, and its own grant may be the older one. It counts as a page's does.
 */
const replaces = ({ trusted, message }: Fact, granted: boolean): boolean => trusted && !(granted && isHistory(message));

const later = (a: number | undefined, b: number): number => Math.max(a ?? b, b);

const withWord = (known: Consent, { granted, at, trusted }: Word): Consent => {
  if (trusted) return at >= (known.trusted?.at ?? -Infinity) ? { ...known, trusted: { granted, at } } : known;
  return granted
    ? { ...known, browserGrantAt: later(known.browserGrantAt, at) }
    : { ...known, browserWithdrawalAt: later(known.browserWithdrawalAt, at) };
};

const put = (known: Consents, channel: Channel, word: Word): Consents => ({
  ...known,
  [channel]: withWord(known[channel] ?? {}, word),
});

/** `consent_changed` of a channel that messages go through; analytics consent concerns the browser only. */
export const applyConsent = (
  known: Consents,
  fact: Fact,
  event: string,
  { channel, granted }: Readonly<Record<string, unknown>>,
): Consents =>
  event === 'consent_changed' && isChannel(channel) && typeof granted === 'boolean'
    ? put(known, channel, { granted, at: fact.occurredAt, trusted: replaces(fact, granted) })
    : known;

const grantedBy = (traits: Readonly<Record<string, unknown>>, channel: Channel): unknown => {
  const { consent } = traits;
  const nested = typeof consent === 'object' && consent !== null ? (consent as Record<string, unknown>) : {}; // any object
  return nested[channel] ?? traits[`${channel}_consent`];
};

/** `consent: { email, sms }`, `email_consent` and `sms_consent` among the traits of an identify. */
export const applyConsentTraits = (known: Consents, fact: Fact, traits: Readonly<Record<string, unknown>>): Consents =>
  channels.reduce((consents, channel) => {
    const granted = grantedBy(traits, channel);
    if (typeof granted !== 'boolean') return consents;
    return put(consents, channel, { granted, at: fact.occurredAt, trusted: replaces(fact, granted) });
  }, known);

const wordsOf = ({ trusted, browserGrantAt, browserWithdrawalAt }: Consent): Word[] => [
  ...(trusted ? [{ ...trusted, trusted: true }] : []),
  ...(browserGrantAt === undefined ? [] : [{ granted: true, at: browserGrantAt, trusted: false }]),
  ...(browserWithdrawalAt === undefined ? [] : [{ granted: false, at: browserWithdrawalAt, trusted: false }]),
];

/** Of two persons who are one, all that either has said. */
export const mergeConsents = (one: Consents, other: Consents): Consents =>
  channels.reduce(
    (consents, channel) => wordsOf(other[channel] ?? {}).reduce((known, word) => put(known, channel, word), consents),
    one,
  );

export const consentAttributes = (consents: Consents): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(consents).map(([channel, consent]) => [`${channel}_consent`, isGranted(consent)]));
