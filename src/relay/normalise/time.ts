/** 1e11 seconds is the year 5138, 1e11 milliseconds is March 1973: no shop's event lies between. */
const SECONDS_BELOW = 1e11;
/** ECMA-262 §21.4.1.1: the last millisecond that a Date can say. */
const LAST_MS = 8.64e15;

const iso = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;
const numeric = /^\d{1,16}(\.\d+)?$/;
const zone = /(Z|[+-]\d{2}:?\d{2})$/i;

const canonical = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

const isCanonical = (value: string): boolean => value.length === 24 && canonical.test(value);

/** True for a time exactly as `toISOString` writes it, but for the last days of a month, which not every month has. */
export const isCanonicalTime = (value: unknown): value is string => typeof value === 'string' && isCanonical(value);

const fromNumber = (value: number): number | undefined => {
  const ms = Math.round(value < SECONDS_BELOW ? value * 1000 : value);
  return ms >= 0 && ms <= LAST_MS ? ms : undefined;
};

/** ISO 8601 without a zone is UTC here, not the relay's own zone as Date.parse has it. */
const fromIso = (text: string): number | undefined => {
  const hasTime = text.length > 10;
  const ms = Date.parse(hasTime && !zone.test(text) ? `${text}Z` : text);
  return ms >= 0 ? ms : undefined; // NaN is not >= 0
};

/** Reads ISO 8601, Unix seconds or Unix milliseconds, as number or text, into Unix milliseconds; undefined when it is none of these. */
export const readTime = (value: unknown): number | undefined => {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value !== 'string') return undefined;
  if (isCanonical(value)) return fromIso(value);
  const text = value.trim();
  if (numeric.test(text)) return fromNumber(Number(text));
  return iso.test(text) ? fromIso(text) : undefined;
};

/** Our client gives a message up after this long: what claims to be older, by a clock of today, was not made that long ago. */
const MOST_AGE_MS = 14 * 86_400_000;
/** A client's two readings of its own clock may be rounded apart. */
const ROUNDING_MS = 1_000;

/**
 * When it happened by the relay's clock: `receivedAt − (sentAt − timestamp)`, which cancels a wrong client clock. An age
 * that cannot be means that the clock was set in between: then the timestamp counts as it came, where it is plausible.
 * Never in the future. Without `sentAt` the client's clock is taken as right. All in Unix milliseconds.
 */
export const correctTime = (timestamp: number | undefined, sentAt: number | undefined, receivedAt: number): number => {
  if (timestamp === undefined) return receivedAt;
  const ageMs = (sentAt ?? receivedAt) - timestamp;
  const wasSet = ageMs < -ROUNDING_MS || ageMs > MOST_AGE_MS;
  const isPlausible = timestamp <= receivedAt && timestamp >= receivedAt - MOST_AGE_MS;
  return wasSet && isPlausible ? timestamp : Math.max(0, Math.min(receivedAt - ageMs, receivedAt));
};

/** In words what a time came as; undefined for ISO 8601 in UTC, which is the contract's own form, and for what is none. */
export const timeForm = (value: unknown): string | undefined => {
  if (isCanonicalTime(value)) return undefined;
  const ms = readTime(value);
  if (ms === undefined) return undefined;
  if (typeof value === 'number' || numeric.test(String(value).trim()))
    return Number(value) < SECONDS_BELOW ? 'Unix seconds' : 'Unix milliseconds';
  const text = String(value).trim();
  if (/z$/i.test(text)) return undefined;
  return zone.test(text) && text.length > 10 ? 'ISO 8601 with an offset' : 'ISO 8601 without a zone';
};
