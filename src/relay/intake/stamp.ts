import type { Problem } from '../../schema.ts';
import { isRecord } from '../record.ts';
import { shown } from './refusal.ts';
import { correctTime, isCanonicalTime, readTime, timeForm } from '../normalise/time.ts';
import type { DriftUse } from '../store/drift.ts';

/** A message with its name and its times, not yet checked against the plan. */
export interface Stamped {
  readonly message: Record<string, unknown>;
  /** Unix milliseconds. */
  readonly occurredAt: number;
  /** The form that its time came in, where that was not the contract's. */
  readonly drift: readonly DriftUse[];
}

const without = (record: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> =>
  keys.some((key) => key in record)
    ? Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)))
    : record;

/** Ours to say: when it arrived, and from which address. */
const relayKeys = ['receivedAt', 'request_ip'];

/** A message without what only the relay may say. */
export const withoutRelayKeys = (message: Record<string, unknown>): Record<string, unknown> => {
  const own = without(message, relayKeys);
  const { context } = own;
  const bare = isRecord(context) ? without(context, relayKeys) : context;
  return bare === context ? own : { ...own, context: bare };
};

const ids = ['anonymousId', 'userId', 'messageId'];

/** Some server SDKs write "" or null where they have no id. */
const withoutEmptyIds = (message: Record<string, unknown>): Record<string, unknown> => {
  const empty = ids.filter((key) => message[key] === '' || message[key] === null);
  return empty.length > 0 ? without(message, empty) : message;
};

/** What came in the contract's own form need not be written anew. */
const iso = (ms: number, came?: unknown): string => (isCanonicalTime(came) ? came : new Date(ms).toISOString());

/**
 * Brings times into ISO 8601 UTC, corrected for the client's clock, and writes the message's name into it.
 * Answers a problem when the timestamp that came is no time. An unreadable `sentAt` costs the correction only.
 */
export const stamp = (
  input: Record<string, unknown>,
  messageId: string,
  envelopeSentAt: unknown,
  receivedAt: number,
): Stamped | Problem => {
  const { sentAt: ownSentAt, originalTimestamp, ...rest } = withoutEmptyIds(input);
  const claimed = rest['timestamp'] ?? originalTimestamp ?? undefined; // RudderStack's SDKs say originalTimestamp
  const timestamp = readTime(claimed);
  if (claimed !== undefined && timestamp === undefined) {
    const message = `timestamp needs a time: ISO 8601, or Unix seconds or milliseconds; ${shown(claimed)}`;
    return { code: 'wrong_value', path: '/timestamp', message };
  }
  const claimedSentAt = ownSentAt ?? envelopeSentAt;
  const sentAt = readTime(claimedSentAt);
  const occurredAt = correctTime(timestamp, sentAt, receivedAt);
  const times = {
    timestamp: iso(occurredAt),
    ...(timestamp !== undefined && timestamp !== occurredAt && { originalTimestamp: iso(timestamp, claimed) }),
    ...(sentAt !== undefined && { sentAt: iso(sentAt, claimedSentAt) }),
  };
  const form = timeForm(claimed);
  const drift: DriftUse[] =
    form === undefined ? [] : [{ kind: 'time', from: `timestamp: ${form}`, to: 'ISO 8601 UTC' }];
  return { message: { messageId, ...rest, ...times }, occurredAt, drift }; // an own id, even a wrong one, stays: the check names it
};
