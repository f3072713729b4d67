/** So much in so many seconds, and at most so much at once. */
export interface Rate {
  readonly count: number;
  /** Default 1. */
  readonly perSeconds?: number | undefined;
  /** Default `count`. */
  readonly burst?: number | undefined;
}

/** Token buckets by name; each is full at first and fills steadily. Times are Unix milliseconds. */
export interface TokenBuckets {
  /** How long to wait until so much may be taken: 0 is now. More than a whole bucket is taken as a whole bucket. */
  readonly waitMs: (name: string, cost: number, now: number) => number;
  /** Takes it, whether it is there or not: ask `waitMs` first. */
  readonly take: (name: string, cost: number, now: number) => void;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** Buckets kept at once: about 10 MB. The least recently used are forgotten, which is to say full again. */
const MAX_BUCKETS = 100_000;

/** Creates buckets that all have one rate. */
export const createTokenBuckets = (rate: Rate, maxBuckets: number = MAX_BUCKETS): TokenBuckets => {
  const perMs = rate.count / ((rate.perSeconds ?? 1) * 1000);
  const burst = rate.burst ?? rate.count;
  const buckets = new Map<string, Bucket>();

  const filled = (name: string, now: number): Bucket => {
    const { tokens, at } = buckets.get(name) ?? { tokens: burst, at: now };
    // a clock that was set back fills nothing, and takes nothing
    return { tokens: Math.min(burst, tokens + Math.max(0, now - at) * perMs), at: now };
  };

  const forgetOldest = (): void => {
    const [oldest] = buckets.keys();
    if (buckets.size > maxBuckets && oldest !== undefined) buckets.delete(oldest);
  };

  return {
    waitMs: (name, cost, now) => {
      const missing = Math.min(cost, burst) - filled(name, now).tokens;
      return missing <= 1e-6 ? 0 : Math.ceil(missing / perMs - 1e-6);
    },
    take: (name, cost, now) => {
      const bucket = filled(name, now);
      buckets.delete(name); // put at the end: a Map keeps the order of insertion
      buckets.set(name, { ...bucket, tokens: Math.max(0, bucket.tokens - cost) });
      forgetOldest();
    },
  };
};
