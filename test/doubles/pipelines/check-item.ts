import type { Json } from './model.ts';

export const MAX_ITEM_BYTES = 32_000;
export const MAX_BATCH_BYTES = 500_000;

const TYPES: readonly unknown[] = ['identify', 'track', 'page', 'screen', 'group', 'alias'];
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export const isIsoTime = (value: unknown): value is string =>
  typeof value === 'string' && ISO.test(value) && !Number.isNaN(Date.parse(value));

export const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

const traitsOf = (item: Json): Json => (item['traits'] ?? {}) as Json; // an absent or wrong one has no email

/** Who it is about; an identify may say so by an email alone. */
const hasSubject = (item: Json): boolean =>
  isText(item['userId']) ||
  isText(item['anonymousId']) ||
  (item['type'] === 'identify' && isText(traitsOf(item)['email']));

/** What makes Customer.io throw an item away; undefined when it takes it. */
export const problemOf = (item: Json): string | undefined => {
  const bytes = bytesOf(JSON.stringify(item));
  if (bytes > MAX_ITEM_BYTES) return `an item may have ${MAX_ITEM_BYTES} bytes; it came with ${bytes}`;
  if (!TYPES.includes(item['type'])) return `type is one of ${TYPES.join(', ')}; it came as ${String(item['type'])}`;
  if (!hasSubject(item)) return 'userId or anonymousId is required';
  if (item['type'] === 'track' && !isText(item['event'])) return 'event is required';
  if (item['type'] === 'group' && !isText(item['groupId'])) return 'groupId is required';
  return undefined;
};
