import { aboutBuyer } from './order-messages.ts';
import type { Buyer } from './order.ts';
import type { SourceMessage } from './source-message.ts';

/** A recorded word of a person on a channel; never inferred from an address or an order. */
export interface ConsentWord {
  readonly channel: 'email' | 'sms';
  readonly granted: boolean;
  /** Unix milliseconds. */
  readonly at: number;
  /** Where it was given, for whoever has to prove it: "shopify". */
  readonly source: string;
  /** Whom or what the record is of, so that it is told once. */
  readonly key: string;
}

/** `consent_changed` of a recorded word. */
export const consentChanged = ({ channel, granted, at, source, key }: ConsentWord, buyer: Buyer): SourceMessage => ({
  type: 'track',
  event: 'consent_changed',
  messageId: `consent:${channel}:${granted ? 'granted' : 'withdrawn'}:${key}:${at}`,
  timestamp: new Date(at).toISOString(),
  ...aboutBuyer(buyer),
  properties: { channel, granted, source },
});
