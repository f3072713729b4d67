/** `Gateway.maxReqSizeInKB`, as it is by default. */
export const MAX_REQUEST_BYTES = 4_000 * 1_024;
/** What is documented for a message; the gateway takes more, other parts behind it may not. */
export const MAX_ITEM_BYTES = 32 * 1_024;
/** How long a messageId is remembered where dedupe is switched on. */
export const DEDUPE_MS = 3_600_000;
