/** Nobody is waited for longer than this without being asked again. */
const MOST_MS = 3_600_000;

/** Milliseconds that a `Retry-After` asks for, given in seconds or as a date (RFC 9110 §10.2.3); undefined without one. */
export const retryAfterMs = (header: string | null, now: number): number | undefined => {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), MOST_MS);
};
