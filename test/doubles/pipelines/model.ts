/** Any JSON object, before it was looked at. */
export type Json = Readonly<Record<string, unknown>>;

/** A message that Customer.io took. */
export interface PipelinesMessage {
  readonly type: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly messageId?: string;
  /** ISO 8601: the message's own, or the time of arrival where that was none. */
  readonly timestamp: string;
  /** Its own time could not be read. */
  readonly isStampedNow: boolean;
  readonly body: Json;
}

/** What was answered with 200 and thrown away. */
export interface Dropped {
  readonly reason: string;
  readonly body: unknown;
}

export interface PipelinesOptions {
  readonly apiKey: string;
  /** Milliseconds. Default Date.now. */
  readonly now?: () => number;
}
