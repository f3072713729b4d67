/** Facts of a log line: ids, codes and counts; never what somebody typed, never a body. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where the relay writes what happens to it. `code` is stable and made for searching: "append_failed". */
export interface Logger {
  readonly info: (code: string, fields?: LogFields) => void;
  readonly warn: (code: string, fields?: LogFields) => void;
  readonly error: (code: string, fields?: LogFields) => void;
}

/** Writes nothing. */
export const silentLogger: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
