import * as v from 'valibot';
import { limits } from './limits.ts';

/** Why a client gave a message up. */
export const dropReasons = ['rejected', 'expired', 'no_room', 'consent', 'unserialisable', 'too_large'] as const;
export type DropReason = (typeof dropReasons)[number];

/** One drop as the client reports it to the relay: `count` messages, for one reason; `id` makes the report countable once. */
export const dropReport = v.looseObject({
  id: v.pipe(v.string(), v.nonEmpty()),
  reason: v.string(),
  count: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
export type DropReport = v.InferOutput<typeof dropReport>;

/**
 * The body of `POST /v1/batch`. The messages themselves are checked one by one, so that one wrong message
 * never costs the others.
 */
export const batch = v.looseObject({
  writeKey: v.optional(v.string()),
  sentAt: v.optional(v.union([v.string(), v.number()])),
  batch: v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(limits.batchMessages)),
  dropped: v.optional(v.array(dropReport)),
});
export type Batch = v.InferOutput<typeof batch>;

/**
 * Why the relay refused a message. It stands in the quarantine, whole, and can be replayed after the plan was mended; but
 * for `too_old`, which is kept nowhere: it may have been stored before, longer ago than ids are remembered.
 */
export const rejectionCodes = [
  'invalid_message',
  'missing_property',
  'wrong_type',
  'wrong_value',
  'unknown_event',
  'too_large',
  'too_old',
  'not_allowed',
] as const;
export type RejectionCode = (typeof rejectionCodes)[number];

export const rejection = v.object({
  messageId: v.optional(v.string()),
  index: v.number(),
  code: v.picklist(rejectionCodes),
  path: v.string(),
  message: v.string(),
});
/** One refused message: which (`messageId`, `index` in the batch), why (`code`, `message`) and where (`path`, a JSON pointer). */
export type Rejection = v.InferOutput<typeof rejection>;

/** The relay's answer, given only after a durable commit: it names every message of the batch once. */
export const answer = v.object({
  accepted: v.array(v.string()),
  duplicates: v.array(v.string()),
  rejected: v.array(rejection),
  anonymousId: v.optional(v.string()),
  /** What whoever sent this should know, in a sentence. */
  note: v.optional(v.string()),
});
export type Answer = v.InferOutput<typeof answer>;
