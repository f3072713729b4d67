import type { Problem } from '../../../schema.ts';
import { keysOf } from '../../identity/keys.ts';
import type { NewMessage } from '../../store/store.ts';
import { withDefaults, type RateLimits } from './rate-limits.ts';
import { createTokenBuckets, type TokenBuckets } from './token-buckets.ts';

/** Quotas of persons that browsers may name: forged identifies cost a mail each, and Customer.io bills by person. */
export interface PersonQuotas {
  /** Takes a message that nobody has proven: nothing when it may pass, a wait for its address, or a problem of its visitor. */
  readonly take: (
    message: NewMessage,
    address: string | undefined,
    now: number,
  ) => { readonly waitMs: number } | { readonly problem: Problem } | undefined;
}

/** Names seen lately; who is named again costs nothing. */
const MAX_SEEN = 100_000;

const createSeen = (): { readonly has: (name: string) => boolean; readonly add: (name: string) => void } => {
  const names = new Set<string>();
  const add = (name: string): void => {
    names.delete(name);
    names.add(name);
    const [oldest] = names;
    if (names.size > MAX_SEEN && oldest !== undefined) names.delete(oldest);
  };
  return { has: (name) => names.has(name), add };
};

const tooManyPersons: Problem = {
  code: 'not_allowed',
  path: '/traits',
  message:
    'too many different persons were named by one visitor; it is taken from a server key, or with a proof of who it is',
};

/** Whom a message names, as far as it can make a person; a customer id does where the shop believes it without proof. */
const namedIn = (entry: NewMessage): string | undefined => {
  const { email, phone, userId } = keysOf(entry);
  const told = entry.message.type === 'identify' ? (email ?? phone) : undefined;
  return told ?? (entry.trusted ? userId : undefined);
};

/** Creates the quotas; what is proven is not asked about here. All in memory, and bounded. */
export const createPersonQuotas = (limits: RateLimits = {}): PersonQuotas => {
  const { newPersonsPerIp, personsPerVisitor } = withDefaults(limits);
  const ofAddresses = newPersonsPerIp ? createTokenBuckets(newPersonsPerIp) : undefined;
  const ofVisitors = personsPerVisitor ? createTokenBuckets(personsPerVisitor) : undefined;
  const seen = createSeen();

  const cost = (buckets: TokenBuckets | undefined, scope: string | undefined, who: string, now: number): number => {
    if (!buckets || scope === undefined || seen.has(`${scope} ${who}`)) return 0;
    const waitMs = buckets.waitMs(scope, 1, now);
    if (waitMs > 0) return waitMs;
    buckets.take(scope, 1, now);
    seen.add(`${scope} ${who}`);
    return 0;
  };

  return {
    take: (entry, address, now) => {
      const who = namedIn(entry);
      if (who === undefined) return undefined;
      const ofVisitor = entry.message.anonymousId ?? undefined;
      if (cost(ofVisitors, ofVisitor && `visitor ${ofVisitor}`, who, now) > 0) return { problem: tooManyPersons };
      const waitMs = cost(ofAddresses, address && `address ${address}`, who, now);
      return waitMs > 0 ? { waitMs } : undefined;
    },
  };
};
