import type { Answer, Rejection } from '../../schema.ts';
import type { Outcome } from '../store/store.ts';
import type { Admitted } from './admit.ts';
import { KEY_DAYS } from './expiry.ts';
import type { Refusal } from './refusal.ts';

const common = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

/** Told to whoever asks for a merge, on purpose with every one. */
const MERGE_NOTE =
  'persons are merged for good: neither the relay nor a destination can take a merge back, and campaigns do not start by merged events';

const tooOld = (messageId: string, index: number): Rejection => ({
  messageId,
  index,
  code: 'too_old',
  path: '/timestamp',
  message: `it happened more than ${KEY_DAYS} days ago, and may have been stored before; history comes with a server key`,
});

const rejectionsOf = (admitted: readonly Admitted[], outcomes: readonly Outcome[]): Rejection[] => {
  let place = -1;
  return admitted.flatMap((one, index) => {
    if (!one.ok) return [one.rejection];
    place += 1;
    return outcomes[place] === 'too_old' ? [tooOld(one.entry.messageId, index)] : [];
  });
};

/**
 * Names every message of the request once. A conflict answers as a duplicate and a repeated order as accepted, so that
 * nobody learns by asking what the store knows.
 */
export const answerFor = (admitted: readonly Admitted[], outcomes: readonly Outcome[]): Answer => {
  const stored = admitted.filter((one) => one.ok).map(({ entry }) => entry.messageId);
  const merges = admitted.some((one, i) => one.ok && one.entry.message.type === 'alias' && outcomes[i] !== undefined);
  return {
    accepted: stored.filter((_, i) => outcomes[i] === 'accepted'),
    duplicates: stored.filter((_, i) => outcomes[i] === 'duplicate' || outcomes[i] === 'conflict'),
    rejected: rejectionsOf(admitted, outcomes),
    ...(merges && { note: MERGE_NOTE }),
  };
};

/** 200 with the answer; given after the commit only. */
export const answerResponse = (answer: Answer, headers: Record<string, string>): Response =>
  new Response(JSON.stringify(answer), { status: 200, headers: { ...common, ...headers } });

/** The refusal of a whole request: `{ error: { code, message } }`. */
export const refusalResponse = (
  { status, code, message, retryAfterSeconds }: Refusal,
  headers: Record<string, string>,
): Response => {
  const retry = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return new Response(JSON.stringify({ error: { code, message } }), {
    status,
    headers: { ...common, ...retry, ...headers },
  });
};
