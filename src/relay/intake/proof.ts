import { hmacSha256 } from '../digest.ts';
import { sameText } from '../same-text.ts';
import { isRecord } from '../record.ts';

/** Who a proof is about: the shop's own customer id, or else the email. */
export type ProofSubject = { readonly userId: string } | { readonly email: string };

/**
 * Whether a customer id that a page names has to be proven. `off` believes every page: whoever knows somebody's
 * customer id can then act in that person's name.
 */
export type IdentityProof = 'required' | 'off';

const subjectText = (subject: ProofSubject): string =>
  'userId' in subject ? subject.userId : subject.email.trim().toLowerCase();

/**
 * Makes the proof that a visitor is who the page says: made on the shop's server for a logged-in customer, handed to the
 * page, sent along as `proof` of identify (`context.proof` or `proof` of the message). The relay then trusts its ids.
 *
 * The format, for other languages: `<expiry>.<signature>`, where expiry is in Unix seconds (digits only) and signature
 * is the lower-case hex HMAC-SHA256, keyed with the identity secret, of `<subject>|<expiry>`. The subject is the
 * message's `userId`, or, when it has none, its `traits.email` trimmed and in lower case.
 *
 * @param expiresAt Unix seconds; after it the proof proves nothing.
 * @example
 * const proof = await signProof(secret, { userId: 'c_42' }, Math.floor(Date.now() / 1000) + 3600);
 */
export const signProof = async (identitySecret: string, subject: ProofSubject, expiresAt: number): Promise<string> =>
  `${expiresAt}.${await hmacSha256(identitySecret, `${subjectText(subject)}|${expiresAt}`)}`;

const shape = /^(\d{1,12})\.([0-9a-f]{64})$/;

const subjectOf = (message: Record<string, unknown>): ProofSubject | undefined => {
  const { userId, traits } = message;
  if (typeof userId === 'string' && userId !== '') return { userId };
  const email = isRecord(traits) ? traits['email'] : undefined;
  return typeof email === 'string' ? { email } : undefined;
};

const proofOf = (message: Record<string, unknown>): unknown => {
  const { proof, context } = message;
  return proof ?? (isRecord(context) ? context['proof'] : undefined);
};

/** Whether a message carries a valid proof of whom it is about. `nowMs` is the relay's clock. */
export const isProven = async (
  message: Record<string, unknown>,
  identitySecret: string | undefined,
  nowMs: number,
): Promise<boolean> => {
  const proof = proofOf(message);
  const subject = subjectOf(message);
  if (!identitySecret || !subject || typeof proof !== 'string') return false;
  const expiry = Number(shape.exec(proof)?.[1] ?? 0);
  if (expiry * 1000 <= nowMs) return false;
  return sameText(proof, await signProof(identitySecret, subject, expiry));
};

const withoutKey = (record: Record<string, unknown>, key: string): Record<string, unknown> => {
  const { [key]: _, ...rest } = record;
  return rest;
};

/** The message without its proof, which until it expires would let whoever reads it speak for the person. */
export const withoutProof = (message: Record<string, unknown>): Record<string, unknown> => {
  const rest = 'proof' in message ? withoutKey(message, 'proof') : message;
  if (!isRecord(rest['context']) || !('proof' in rest['context'])) return rest;
  return { ...rest, context: withoutKey(rest['context'], 'proof') };
};
