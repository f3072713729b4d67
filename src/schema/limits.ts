/**
 * Sizes and counts of the wire format. `client*` is what our browser client keeps to, the others are what the relay
 * accepts: a little more, because the server SDKs of the Segment family send up to 32 KiB a message and 512 KiB a batch.
 */
export const limits = {
  /** Bytes of one message as UTF-8 JSON, sent by our client. */
  clientMessageBytes: 32_000,
  /** Bytes of one request body sent by our client. */
  clientBatchBytes: 480_000,
  /** Messages in one batch. */
  batchMessages: 500,
  /** Bytes of one keepalive body. Browsers allow 65,536 B in flight for the whole page (Fetch standard); the shop needs some too. */
  keepaliveBytes: 30_000,
  /** Bytes of one message, accepted by the relay. */
  messageBytes: 32_768,
  /** Bytes of one inflated body, accepted by the relay. */
  bodyBytes: 524_288,
  /** UTF-8 bytes of an event name (Customer.io refuses longer ones). */
  eventNameBytes: 100,
  /** Characters of messageId, anonymousId, userId. */
  idLength: 150,
} as const;
