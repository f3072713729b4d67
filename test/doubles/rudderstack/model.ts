import type { CustomerioDouble } from '../customerio/index.ts';

/** Any JSON object, before it was looked at. */
export type Json = Readonly<Record<string, unknown>>;

/** An event as the gateway took it. */
export interface StoredEvent {
  readonly messageId: string;
  /** ISO 8601 with milliseconds, computed as the processor does. */
  readonly timestamp: string;
  /** What the events of one person are kept in order by. */
  readonly userKey: string;
  readonly body: Json;
}

/** A request that the Customer.io destination makes. */
export interface DestinationRequest {
  readonly method: 'PUT' | 'POST';
  /** With its host: one of the defects is a wrong one. */
  readonly url: string;
  readonly body: Json;
}

/** A request with what Customer.io answered, and what the router made of that. */
export interface SentRequest extends DestinationRequest {
  readonly status: number;
  readonly isDelivered: boolean;
}

export interface RudderstackOptions {
  readonly writeKey: string;
  /** A source that was switched off answers 404. */
  readonly isDisabled?: boolean;
  /** Drops a repeated messageId within 3,600 s. The open-source default is off. */
  readonly dedupes?: boolean;
  /** The Customer.io destination behind it. */
  readonly customerio?: {
    readonly double: CustomerioDouble;
    readonly siteId: string;
    readonly apiKey: string;
    readonly region: 'us' | 'eu';
  };
  /** Milliseconds. Default Date.now. */
  readonly now?: () => number;
}
