/** The range in which Customer.io's own library takes a number for Unix seconds (customerio-ruby). */
const LEAST_SECONDS = 999_999_999;
const MOST_SECONDS = 100_000_000_000;
/** A date with a time and a zone; a bare date ("1990-05-01", a birthday) is no moment and stays as it is. */
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

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
  if (!name.endsWith('_at')) return value;
  if (typeof value === 'string' && ISO_TIME.test(value)) return toSeconds(Date.parse(value)) ?? value;
  return typeof value === 'number' && value >= MOST_SECONDS ? (toSeconds(value) ?? value) : value;
};
