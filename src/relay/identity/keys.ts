import type { NewMessage } from '../store/store.ts';

/** What names a person. */
export type PersonKey = 'email' | 'userId' | 'phone';
export type Keys = Readonly<Partial<Record<PersonKey, string>>>;

const EMAIL = /^[^\s@]+@[^\s@]+$/;
const E164 = /^\+[1-9]\d{6,14}$/;
/** What people put between the digits of a phone number. */
const PHONE_PUNCTUATION = /[\s().\-/]/g;

/** The form in which two spellings of one address are equal; undefined for what is no address. */
export const normaliseEmail = (value: unknown): string | undefined => {
  if (typeof value !== 'string') return undefined;
  const email = value.trim().toLowerCase();
  return EMAIL.test(email) ? email : undefined;
};

/** E.164 from the usual spellings of an international number; undefined for a national one, whose country is unknown. */
export const normalisePhone = (value: unknown): string | undefined => {
  if (typeof value !== 'string') return undefined;
  const phone = value.replace(PHONE_PUNCTUATION, '').replace(/^00/, '+');
  return E164.test(phone) ? phone : undefined;
};

const normaliseUserId = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() ? value.trim() : undefined;

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}; // any object is a record of unknowns

/**
 * Facts about the person that a message carries. Only an identify speaks about the person in a browser; a server's
 * track may say beside it whom it is about, where the Segment spec puts that (`context.traits`) or in its properties.
 */
const personFacts = ({ message, trusted }: NewMessage): Readonly<Record<string, unknown>> => {
  if (message.type === 'identify') return recordOf(message.traits);
  if (message.type !== 'track' || !trusted) return {};
  const { email, phone } = recordOf(message.properties);
  return { ...(email ? { email } : {}), ...(phone ? { phone } : {}), ...recordOf(message.context?.['traits']) };
};

/** The keys of a person that a message brings, in their normal form; whether they are believed is for `decide`. */
export const keysOf = (input: NewMessage): Keys => {
  const { type } = input.message;
  // group and alias speak of an object and of two persons; neither says who did something just now
  if (type === 'alias' || type === 'group') return {};
  const facts = personFacts(input);
  const email = normaliseEmail(facts['email']);
  const phone = normalisePhone(facts['phone']);
  const userId = normaliseUserId(input.message.userId);
  return { ...(email && { email }), ...(userId && { userId }), ...(phone && { phone }) };
};

/** The visitor that a message came from. */
export const visitorOf = ({ message }: NewMessage): string | undefined => message.anonymousId || undefined;
