/** A request as it came, and what was answered. */
export interface RecordedRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** Parsed when it is JSON, else the text, else undefined. */
  readonly body: unknown;
  /** What was answered; 0 while pending and when the connection was reset before anything was answered. */
  readonly status: number;
  /** The injected fault that met this request. */
  readonly fault?: string;
}

/** A recorded request whose answer is still being made. */
export type Call = { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] };

/** Something that our side must never send: the statement of the conformance list that it breaks, or the OpenAPI file. */
export interface Violation {
  readonly at: number;
  readonly statement: number | 'openapi';
  readonly message: string;
  readonly request: Pick<RecordedRequest, 'method' | 'path' | 'body'>;
}
