import { correctTime, readTime } from '../normalise/time.ts';

/** For so long the id of a message is remembered, so that a copy of it is known; clients try for 14 days. */
export const KEY_DAYS = 90;
const KEY_MS = KEY_DAYS * 86_400_000;

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i;
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;

const ulidTime = (id: string): number =>
  [...id.slice(0, TIME_CHARACTERS).toUpperCase()].reduce((ms, letter) => ms * 32 + ALPHABET.indexOf(letter), 0);

interface Times {
  /** Corrected for the client's clock; Unix milliseconds, as `receivedAt`. */
  readonly occurredAt: number;
  readonly sentAt: unknown;
  readonly receivedAt: number;
}

/**
 * When a message was made. One without a time of its own is as old as its id says, as far as the sender's clock can be
 * corrected: a device whose clock stands in 2015 sends new messages all the same.
 */
const madeAt = (body: Readonly<Record<string, unknown>>, { occurredAt, sentAt, receivedAt }: Times): number => {
  const { timestamp, originalTimestamp, messageId } = body;
  const sent = readTime(body['sentAt'] ?? sentAt);
  const hasTime = (timestamp ?? originalTimestamp ?? undefined) !== undefined;
  if (hasTime || sent === undefined || typeof messageId !== 'string' || !ULID.test(messageId)) return occurredAt;
  return correctTime(ulidTime(messageId), sent, receivedAt);
};

/** Whether a message is older than its id would have been remembered, so that nobody can tell whether it came before. */
export const isExpired = (body: Readonly<Record<string, unknown>>, times: Times): boolean =>
  madeAt(body, times) < times.receivedAt - KEY_MS;
