import type { LogFields, Logger } from './logger.ts';

/** Something before an @ and a host behind it: whatever looks so goes, also where it is none. */
const email = /[^\s"'<>(),;:=/?&]+(?:@|%40)[^\s"'<>(),;:/?&]+/gi;
/** E.164 and the usual spellings with a leading + or 00. */
const phone = /(?:\+|\b00)[1-9][\d\s().\-/]{5,18}\d/g;
/** Secrets by what stands before them. */
const credential = /\b(basic|bearer)\s+[\w+/=.~-]+/gi;
const parameter =
  /([?&"'\s](?:write_?key|api_?key|key|token|secret|password|proof|cl)["']?\s*[=:]\s*["']?)[^\s"'&,}]+/gi;

const MIN_SECRET = 6;
/** What a log line has room for, and what the patterns may cost. */
const MAX_CHARACTERS = 2_000;

/** Takes emails, phones and secrets out of a text. */
export type Redact = (text: string) => string;

/** Creates the redaction. `secrets`: texts that must stand in no log, such as keys; very short ones would take too much with them. */
export const createRedaction = (secrets: readonly string[]): Redact => {
  const known = secrets.filter((secret) => secret.length >= MIN_SECRET).sort((a, b) => b.length - a.length);
  return (text) => {
    const short = text.slice(0, MAX_CHARACTERS);
    const open = known.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), short);
    return open
      .replace(credential, '$1 [secret]')
      .replace(parameter, '$1[secret]')
      .replace(email, '[email]')
      .replace(phone, '[phone]');
  };
};

/** Deeper than this nobody reads a log line. */
const MAX_DEPTH = 4;

const redactValue = (value: unknown, redact: Redact, depth: number): unknown => {
  if (typeof value === 'string') return redact(value);
  if (value instanceof Error) return redact(value.message);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MAX_DEPTH) return '[deep]';
  if (Array.isArray(value)) return value.map((one) => redactValue(one, redact, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [redact(key), redactValue(one, redact, depth + 1)]),
  );
};

/** A logger that writes nothing of a person and no secret, whatever it is given: the last fence, not the first. */
export const redactLogger = (logger: Logger, redact: Redact): Logger => {
  const clean = (fields: LogFields | undefined): LogFields | undefined =>
    fields && (redactValue(fields, redact, 0) as LogFields); // a record stays one
  return {
    info: (code, fields) => logger.info(code, clean(fields)),
    warn: (code, fields) => logger.warn(code, clean(fields)),
    error: (code, fields) => logger.error(code, clean(fields)),
  };
};
