import * as v from 'valibot';
import { isMoneySource, moneySources, type MoneySource } from '../relay/normalise/money.ts';

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

const rateText = 'a rate such as { count: 100, perSeconds: 1, burst: 1000 }, or false for no limit';
const count = v.pipe(v.number(), v.minValue(1), v.description('a number from 1'));
const rate = v.pipe(
  v.union([
    v.strictObject({
      count,
      perSeconds: v.optional(v.pipe(v.number(), v.minValue(1))),
      burst: v.optional(v.pipe(v.number(), v.minValue(1))),
    }),
    v.literal(false),
  ]),
  v.description(rateText),
);
const limits = v.pipe(
  v.strictObject({
    perKey: v.optional(rate),
    perIp: v.optional(rate),
    perVisitor: v.optional(rate),
    newPersonsPerIp: v.optional(rate),
    personsPerVisitor: v.optional(rate),
  }),
  v.description('an object of rates'),
);
const money = v.pipe(
  v.custom<MoneySource>((name) => typeof name === 'string' && isMoneySource(name)),
  v.description(
    Object.keys(moneySources)
      .map((name) => `"${name}"`)
      .join(', '),
  ),
);

const relayKey = v.pipe(
  v.strictObject({
    key,
    kind: v.pipe(v.picklist(['write', 'server', 'pixel']), v.description('"write", "server" or "pixel"')),
    source: v.optional(text),
    origins: v.optional(v.pipe(v.array(origin), v.description('a list of origins'))),
    money: v.optional(money),
    events: v.optional(v.pipe(v.array(text), v.description('a list of events, "page" and "identify"'))),
    rate: v.optional(rate),
  }),
  v.description('a key: { key, kind: "write" | "server" | "pixel" }'),
);

const unknownEvents = v.pipe(
  v.picklist(['accept', 'quarantine', 'quarantine_similar']),
  v.description('"accept", "quarantine" or "quarantine_similar"'),
);
const renaming = v.pipe(
  v.strictObject({ to: text, dualSendUntil: v.optional(text) }),
  v.description('{ to: "new_name", dualSendUntil?: "2027-01-31" }'),
);
const renamings = v.pipe(v.record(v.string(), renaming), v.description('old name → { to }'));
const plan = v.pipe(
  v.strictObject({
    version: v.optional(text),
    events: v.optional(v.pipe(v.record(v.string(), v.unknown()), v.description('event name → schema'))),
    unknownEvents: v.optional(unknownEvents),
    browserTraits: v.optional(v.pipe(v.array(text), v.description('a list of trait names'))),
    hosts: v.optional(v.pipe(v.array(text), v.description('a list of hosts such as "shop.example"'))),
    renamed: v.optional(
      v.strictObject({
        events: v.optional(renamings),
        properties: v.optional(v.record(v.string(), renamings)),
      }),
    ),
  }),
  v.description('what definePlan({ … }) gives'),
);

const keptDays = v.optional(
  v.pipe(
    v.union([v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(36_500)), v.literal(false)]),
    v.description('a whole number of days, or false for good'),
  ),
);
const retention = v.pipe(
  v.strictObject({ messages: keptDays, quarantine: keptDays, carts: keptDays, persons: keptDays }),
  v.description('{ messages?, quarantine?, carts?, persons? } in days'),
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
  sources: v.optional(v.pipe(v.array(v.unknown()), v.description('a list of sources such as shopify({ … })'))),
  orders: v.optional(v.pipe(v.picklist(['server', 'browser']), v.description('"server" or "browser"'))),
  identitySecret: v.optional(v.pipe(v.string(), v.minLength(16), v.description('a text of at least 16 characters'))),
  identityProof: v.optional(v.pipe(v.picklist(['required', 'off']), v.description('"required" or "off"'))),
  emailChange: v.optional(
    v.pipe(v.picklist(['another_person', 'same_person']), v.description('"another_person" or "same_person"')),
  ),
  heldDays: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(365), v.description('days, from 1 to 365'))),
  retention: v.optional(retention),
  activityKey: v.optional(v.pipe(v.string(), v.minLength(8), v.description('a text of at least 8 characters'))),
  trustProxy: v.optional(
    v.pipe(
      v.union([v.boolean(), v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10))]),
      v.description('true, false, or the number of proxies'),
    ),
  ),
  limits: v.optional(limits),
  logPersonalData: v.optional(v.pipe(v.boolean(), v.description('true or false'))),
});
export type ConfigShape = v.InferOutput<typeof configSchema>;
