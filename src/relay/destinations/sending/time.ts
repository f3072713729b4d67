/** The range in which Customer.io's own library takes a number for Unix seconds (customerio-ruby). */
const LEAST_SECONDS = 999_999_999;
const MOST_SECONDS = 100_000_000_000;
/** A date with a time and a zone; a bare date ("1990-05-01", a birthday) is no moment and stays as it is. */
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;
const isTime = (name: string): boolean => name.endsWith('_at');

/** Unix seconds of Unix milliseconds, or undefined where Customer.io would not take them for a time. */
export const toSeconds = (ms: number): number | undefined => {
  const seconds = Math.floor(ms / 1000);
  return seconds > LEAST_SECONDS && seconds < MOST_SECONDS ? seconds : undefined;
};

/**
 * The value of an attribute. Where the name says that it is a time (`…_at`), ISO 8601 and milliseconds become Unix
 * seconds: any other form silently never matches a condition on time.
 */
export const timeValue = (name: string, value: unknown): unknown => {
  if (!isTime(name)) return value;
  if (typeof value === 'string' && ISO_TIME.test(value)) return toSeconds(Date.parse(value)) ?? value;
  return typeof value === 'number' && value >= MOST_SECONDS ? (toSeconds(value) ?? value) : value;
};

/** The latest moment that a Date can say, in milliseconds. */
const LATEST_MS = 8.64e15;

/** The value of a trait where times are ISO 8601: Unix seconds and milliseconds under the name of a time become that. */
export const isoValue = (name: string, value: unknown): unknown => {
  if (!isTime(name) || typeof value !== 'number' || value <= LEAST_SECONDS) return value;
  const ms = value < MOST_SECONDS ? value * 1000 : value;
  return ms <= LATEST_MS ? new Date(ms).toISOString() : value;
};
