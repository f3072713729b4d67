import * as v from 'valibot';
import { limits } from './limits.ts';
import { SOMETHING } from './line-item.ts';

const id = v.pipe(
  v.string(),
  v.regex(SOMETHING),
  v.maxLength(limits.idLength),
  v.description(`a non-empty string of at most ${limits.idLength} characters`),
);
/** Server SDKs of the Segment family send ISO 8601; some send seconds or milliseconds. The relay writes ISO 8601. */
const time = v.pipe(
  v.union([v.string(), v.number()]),
  v.description('a time: ISO 8601, or Unix seconds or milliseconds'),
);
const record = v.pipe(v.record(v.string(), v.unknown()), v.description('an object'));

/** Facts about the surroundings. `seq` is [tab, i], contiguous per tab; `fresh`: no anonymous id was found in the page; `backfill`:
 * history that is told afterwards, from a server key only, by what the platform knew `as_of` then. */
export const context = v.pipe(
  v.looseObject({
    seq: v.optional(v.pipe(v.tuple([v.string(), v.number()]), v.description('[tab, number]'))),
    plan: v.optional(v.string()),
    fresh: v.optional(v.boolean()),
    reset: v.optional(v.boolean()),
    backfill: v.optional(v.pipe(v.boolean(), v.description('true for history, with a server key'))),
    as_of: v.optional(v.pipe(v.string(), v.description('when the platform said so: ISO 8601'))),
    library: v.optional(v.looseObject({ name: v.string(), version: v.string() })),
    page: v.optional(record),
  }),
  v.description('an object'),
);

const common = {
  messageId: v.optional(id),
  anonymousId: v.optional(v.nullable(id)),
  userId: v.optional(v.nullable(id)),
  timestamp: v.optional(time),
  sentAt: v.optional(time),
  context: v.optional(context),
};

/** Properties of a page view. */
export const pageProperties = v.looseObject({
  url: v.pipe(v.string(), v.regex(SOMETHING), v.description('the address of the page')),
  path: v.optional(v.string()),
  title: v.optional(v.string()),
  referrer: v.optional(v.string()),
});

/** Facts about a person. An email or a phone among them makes the visitor known. */
export const traits = v.pipe(
  v.looseObject({
    email: v.optional(v.pipe(v.string(), v.description('an email address'))),
    phone: v.optional(v.pipe(v.string(), v.description('a phone number in E.164, such as +4915112345678'))),
  }),
  v.description('an object'),
);

const eventName = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.description('the name of the event'));

export const trackMessage = v.looseObject({
  type: v.literal('track'),
  ...common,
  event: eventName,
  properties: v.optional(record),
});
export const identifyMessage = v.looseObject({ type: v.literal('identify'), ...common, traits: v.optional(traits) });
export const pageMessage = v.looseObject({ type: v.literal('page'), ...common, properties: pageProperties });
export const groupMessage = v.looseObject({
  type: v.literal('group'),
  ...common,
  groupId: id,
  traits: v.optional(record),
});
export const aliasMessage = v.looseObject({ type: v.literal('alias'), ...common, userId: id, previousId: id });

/** One thing on the wire, in the Segment spec's shape: camelCase envelope, snake_case inside properties and traits. */
export const message = v.variant('type', [trackMessage, identifyMessage, pageMessage, groupMessage, aliasMessage]);

export type TrackMessage = v.InferOutput<typeof trackMessage>;
export type IdentifyMessage = v.InferOutput<typeof identifyMessage>;
export type PageMessage = v.InferOutput<typeof pageMessage>;
export type GroupMessage = v.InferOutput<typeof groupMessage>;
export type AliasMessage = v.InferOutput<typeof aliasMessage>;
export type Message = v.InferOutput<typeof message>;
export type MessageContext = v.InferOutput<typeof context>;
export type Traits = v.InferOutput<typeof traits>;
/** The type of a message. */
export type MessageType = Message['type'];
/** All message types. */
export const messageTypes: readonly MessageType[] = ['track', 'identify', 'page', 'group', 'alias'];
