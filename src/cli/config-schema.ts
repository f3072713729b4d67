import * as v from 'valibot';

const text = v.pipe(v.string(), v.nonEmpty(), v.description('a non-empty text'));
const url = v.pipe(
  v.string(),
  v.regex(/^https?:\/\/[^\s/?#]+[^\s?#]*$/),
  v.description('an address such as "https://shop.example/cl"'),
);
const origin = v.pipe(
  v.string(),
  v.regex(/^https?:\/\/[^\s/?#]+$/),
  v.description('an origin such as "https://shop.example": without a path, without a slash at its end'),
);
const key = v.pipe(
  v.string(),
  v.minLength(8),
  v.maxLength(200),
  v.regex(/^[^\s:]+$/),
  v.description('a text of 8 to 200 characters without spaces and colons, hard to guess'),
);

const relayKey = v.pipe(
  v.strictObject({
    key,
    kind: v.pipe(v.picklist(['write', 'server', 'pixel']), v.description('"write", "server" or "pixel"')),
    source: v.optional(text),
    origins: v.optional(v.pipe(v.array(origin), v.description('a list of origins'))),
  }),
  v.description('a key: { key, kind: "write" | "server" | "pixel" }'),
);

const unknownEvents = v.pipe(
  v.picklist(['accept', 'quarantine', 'quarantine_similar']),
  v.description('"accept", "quarantine" or "quarantine_similar"'),
);
const plan = v.pipe(
  v.strictObject({
    version: v.optional(text),
    events: v.optional(v.pipe(v.record(v.string(), v.unknown()), v.description('event name → schema'))),
    unknownEvents: v.optional(unknownEvents),
    browserTraits: v.optional(v.pipe(v.array(text), v.description('a list of trait names'))),
  }),
  v.description('what definePlan({ … }) gives'),
);

/** A configuration file's content. The destinations are checked one by one: each may be an object or its description. */
export const configSchema = v.strictObject({
  port: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535), v.description('a whole number from 0 to 65535')),
  ),
  host: v.optional(text),
  publicUrl: v.optional(url),
  store: v.optional(v.pipe(v.strictObject({ path: v.optional(text) }), v.description('{ path: "…" }'))),
  plan: v.optional(plan),
  keys: v.pipe(v.array(relayKey), v.minLength(1), v.description('a list with at least one { key, kind }')),
  destinations: v.pipe(
    v.array(v.unknown()),
    v.description('a list of destinations; [] keeps everything and sends nothing'),
  ),
  orders: v.optional(v.pipe(v.picklist(['server', 'browser']), v.description('"server" or "browser"'))),
  identitySecret: v.optional(v.pipe(v.string(), v.minLength(16), v.description('a text of at least 16 characters'))),
  activityKey: v.optional(v.pipe(v.string(), v.minLength(8), v.description('a text of at least 8 characters'))),
  trustProxy: v.optional(v.pipe(v.boolean(), v.description('true or false'))),
});
export type ConfigShape = v.InferOutput<typeof configSchema>;
