import type { LogFields, Logger } from '../relay/logger.ts';

/** Longer texts are cut: a log line is for ids and codes. */
const MAX_CHARACTERS = 256;

const plain = (value: unknown): unknown => {
  if (typeof value === 'string') return value.slice(0, MAX_CHARACTERS);
  if (value instanceof Error) return value.message.slice(0, MAX_CHARACTERS);
  if (typeof value !== 'object' || value === null) return value;
  return (JSON.stringify(value) ?? '').slice(0, MAX_CHARACTERS);
};

/** Writes one JSON object a line: `{"time":"…","level":"warn","code":"request_refused",…}`. JSON escapes what could forge a line. */
export const createJsonLogger = (write: (line: string) => void, now: () => number = Date.now): Logger => {
  const log =
    (level: string) =>
    (code: string, fields: LogFields = {}): void => {
      const facts = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, plain(value)]));
      const head = { time: new Date(now()).toISOString(), level, code };
      write(`${JSON.stringify({ ...head, ...facts, ...head })}\n`); // no field may pass for the head
    };
  return { info: log('info'), warn: log('warn'), error: log('error') };
};
