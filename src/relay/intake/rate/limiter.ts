import { isRecord } from '../../record.ts';
import { pass, refuse, type Step } from '../refusal.ts';
import type { RelayKey } from '../keys.ts';
import { withDefaults, type RateLimits } from './rate-limits.ts';
import { createTokenBuckets, type Rate, type TokenBuckets } from './token-buckets.ts';

/** Limits how much comes, by key, by address and by visitor. Nothing is taken where anything is refused. */
export interface Limiter {
  /** Before the body is read: whether anything at all may come now. */
  readonly mayBegin: (key: RelayKey | undefined, address: string | undefined, now: number) => Step<undefined>;
  /** Takes a request's messages from every bucket, or says when to come again. */
  readonly take: (
    key: RelayKey,
    address: string | undefined,
    messages: readonly unknown[],
    now: number,
  ) => Step<undefined>;
}

interface Draft {
  readonly buckets: TokenBuckets;
  readonly name: string;
  readonly cost: number;
  readonly what: string;
}

const bucketsOf = (rate: Rate | false): TokenBuckets | undefined => (rate ? createTokenBuckets(rate) : undefined);

/** An id longer than the contract's is none, and is refused by name later. */
const MAX_ID = 150;

const countVisitors = (messages: readonly unknown[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const message of messages) {
    const id = isRecord(message) ? message['anonymousId'] : undefined;
    if (typeof id === 'string' && id !== '' && id.length <= MAX_ID) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
};

const refuseUntil = (drafts: readonly Draft[], now: number): Step<undefined> => {
  const waits = drafts.map(({ buckets, name, cost }) => buckets.waitMs(name, cost, now));
  const longest = Math.max(0, ...waits);
  if (longest === 0) return pass(undefined);
  const seconds = Math.ceil(longest / 1000);
  const what = drafts[waits.indexOf(longest)]?.what ?? 'this request';
  return refuse(429, 'too_many_messages', `too many messages of ${what}; send it again in ${seconds} s`, seconds);
};

/** Creates the limiter. A server key is limited by its own `rate` only. */
export const createLimiter = (keys: readonly RelayKey[], limits: RateLimits = {}): Limiter => {
  const { perKey, perIp, perVisitor } = withDefaults(limits);
  const ofKeys = new Map(
    keys.map((key) => [key, bucketsOf(key.rate ?? (key.kind === 'server' ? false : perKey))] as const),
  );
  const ofAddresses = bucketsOf(perIp);
  const ofVisitors = bucketsOf(perVisitor);

  const draft = (buckets: TokenBuckets | undefined, name: string | undefined, cost: number, what: string): Draft[] =>
    buckets && name !== undefined ? [{ buckets, name, cost, what }] : [];

  const common = (key: RelayKey | undefined, address: string | undefined, cost: number): Draft[] => [
    ...(key ? draft(ofKeys.get(key), 'key', cost, 'this key') : []),
    ...(key?.kind === 'server' ? [] : draft(ofAddresses, address, cost, 'this address')),
  ];

  const take = (
    key: RelayKey,
    address: string | undefined,
    messages: readonly unknown[],
    now: number,
  ): Step<undefined> => {
    const visitors = key.kind === 'server' ? [] : [...countVisitors(messages)];
    const drafts = [
      ...common(key, address, messages.length),
      ...visitors.flatMap(([id, count]) => draft(ofVisitors, id, count, 'one visitor')),
    ];
    const allowed = refuseUntil(drafts, now);
    if (allowed.ok) drafts.forEach(({ buckets, name, cost }) => buckets.take(name, cost, now));
    return allowed;
  };

  return { mayBegin: (key, address, now) => refuseUntil(common(key, address, 1), now), take };
};
