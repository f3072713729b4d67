// Customer.io's documented limits. Where it says "KB", the smaller reading (1000 bytes) is taken.
export const MAX_ID_BYTES = 150;
export const MAX_ATTRIBUTE_NAME_BYTES = 150;
export const MAX_ATTRIBUTE_VALUE_BYTES = 1000;
export const MAX_ATTRIBUTES = 300;
export const MAX_OBJECT_ATTRIBUTES_BYTES = 100_000;
export const MAX_EVENT_NAME_BYTES = 100;
export const MAX_EVENT_DATA_BYTES = 100_000;
export const MAX_ITEM_BYTES = 32_000;
export const MAX_BATCH_BYTES = 500_000;

/** Unix seconds lie strictly between these; the same guard as in Customer.io's Ruby library. */
export const SECONDS_AFTER = 999_999_999;
export const SECONDS_BEFORE = 100_000_000_000;

/** Events older than this still feed segments, but start no campaign: 72 hours. */
export const TRIGGER_WINDOW_SECONDS = 259_200;
/** Unidentified activity is deleted after this, and a merge moves no older events: 30 days. */
export const HISTORY_SECONDS = 2_592_000;
/** Anonymous events that arrive later than this after the identify are not merged: 5 minutes. */
export const LATE_ANONYMOUS_MS = 300_000;

const utf8 = new TextEncoder();

/** The length of a text in UTF-8, which is what all limits count. */
export const bytesOf = (text: string): number => utf8.encode(text).length;
