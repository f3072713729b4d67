import type { Rate } from './token-buckets.ts';

/** How much may come, in messages. `false` takes a limit away. */
export interface RateLimits {
  /** Of one public key. Default: 20,000 a second, 200,000 at once. A key's own `rate` goes before. */
  readonly perKey?: Rate | false | undefined;
  /** Of one address with public keys (IPv6: of one /64). Default: 100 a second, 5,000 at once: a whole office, or a mobile operator. */
  readonly perIp?: Rate | false | undefined;
  /** Of one visitor. Default: 20 a second, 5,000 at once: half of a full outbox. */
  readonly perVisitor?: Rate | false | undefined;
  /** Emails and phones that one address names for the first time. Default: 300 an hour. */
  readonly newPersonsPerIp?: Rate | false | undefined;
  /** Different emails and phones that one visitor names. Default: 10 a day. */
  readonly personsPerVisitor?: Rate | false | undefined;
}

type AllLimits = { readonly [K in keyof RateLimits]-?: Rate | false };

/** Wide enough for the busiest day of a shop, narrow enough that one machine cannot fill the store. */
const defaults: AllLimits = {
  perKey: { count: 20_000, burst: 200_000 },
  perIp: { count: 100, burst: 5_000 },
  perVisitor: { count: 20, burst: 5_000 },
  newPersonsPerIp: { count: 300, perSeconds: 3_600 },
  personsPerVisitor: { count: 10, perSeconds: 86_400 },
};

/** The limits with the defaults where nothing was said. */
export const withDefaults = (limits: RateLimits): AllLimits => ({
  perKey: limits.perKey ?? defaults.perKey,
  perIp: limits.perIp ?? defaults.perIp,
  perVisitor: limits.perVisitor ?? defaults.perVisitor,
  newPersonsPerIp: limits.newPersonsPerIp ?? defaults.newPersonsPerIp,
  personsPerVisitor: limits.personsPerVisitor ?? defaults.personsPerVisitor,
});
