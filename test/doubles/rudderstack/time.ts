import type { Json } from './model.ts';

const parse = (value: unknown): number | undefined => {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
};

/**
 * When it happened: the item's own `timestamp` where it can be parsed, else what its own `sentAt` and
 * `originalTimestamp` say; a `sentAt` of the batch is not looked at. A client's `receivedAt` is believed.
 */
export const timestampOf = (item: Json, now: number): string => {
  const receivedAt = parse(item['receivedAt']) ?? now;
  const original = parse(item['originalTimestamp']) ?? receivedAt;
  const sentAt = parse(item['sentAt']) ?? receivedAt;
  return new Date(parse(item['timestamp']) ?? receivedAt - (sentAt - original)).toISOString();
};
