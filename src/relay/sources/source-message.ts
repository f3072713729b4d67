/**
 * A message as a source makes it, before intake has checked it. The id says what is told, not which delivery told it, so
 * that the same fact from two deliveries is one message.
 */
export interface SourceMessage {
  readonly type: 'track' | 'identify';
  readonly event?: string;
  readonly messageId: string;
  readonly anonymousId?: string;
  readonly userId?: string;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly traits?: Readonly<Record<string, unknown>>;
  readonly context?: Readonly<Record<string, unknown>>;
  /** Kept and shown for what it teaches, but not delivered, with the reason. Not part of the message. */
  readonly withheld?: string;
}
