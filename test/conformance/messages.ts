import fc from 'fast-check';
import type { Message } from '../../src/schema.ts';
import { canonicalEvents, checkMessage, definePlan, eventNames, type EventName } from '../../src/schema.ts';
import { anyText, arbitraryOf } from './arbitrary.ts';

const plan = definePlan({ unknownEvents: 'accept' });

/** Properties beside the event's own that have to be kept away from a destination, or put into its own form. */
const nasty = fc.record(
  {
    recipient: fc.constant('a@evil.example'),
    from_address: fc.constant('b@evil.example'),
    reply_to: fc.constant('c@evil.example'),
    email: fc.constant('victim@example.com'),
    userId: fc.constant('victim'),
    renewed_at: fc.oneof(
      fc.constant('2026-11-22T10:00:00Z'),
      fc.constant(1_795_341_600_123),
      fc.constant(1_795_341_600),
    ),
    timestamp: fc.constant('not a time'),
    note: anyText,
    nested: fc.object({ maxDepth: 2, maxKeys: 3 }),
  },
  { requiredKeys: [] },
);

const context = fc.record(
  {
    locale: anyText,
    ip: fc.ipV4(),
    page: fc.dictionary(fc.constantFrom('path', 'title', 'url', 'depth'), fc.oneof(anyText, fc.integer()), {
      maxKeys: 3,
    }),
    campaign: fc.dictionary(fc.constantFrom('source', 'name'), fc.oneof(anyText, fc.constant(null)), { maxKeys: 2 }),
    traits: fc.constant({ email: 'victim@example.com', id: 'victim' }),
    externalId: fc.constant([{ id: 'victim@example.com' }]),
  },
  { requiredKeys: [] },
);

const { constantFrom } = fc;
const visitor = constantFrom('visitor-1', 'visitor-2', 'b1946ac9-2e1a-4a0c-8f5b-000000000003');

const common = { anonymousId: visitor, context };

const canonical = (name: EventName): fc.Arbitrary<Record<string, unknown>> => {
  const { required, expected, optional } = canonicalEvents[name];
  const parts = (entries: object) =>
    Object.fromEntries(Object.entries(entries).map(([key, schema]) => [key, arbitraryOf(schema as never)])); // valibot's own
  const must = parts(required);
  return fc
    .tuple(fc.record({ ...must, ...parts(expected), ...parts(optional) }, { requiredKeys: Object.keys(must) }), nasty)
    .map(([own, beside]) => ({ ...beside, cart_id: 'c1', ...own }));
};

const trackOf = (event: fc.Arbitrary<string>, properties: fc.Arbitrary<unknown>) =>
  fc.record(
    { type: fc.constant('track'), event, properties, ...common },
    { requiredKeys: ['type', 'event', 'properties'] },
  );

const COMMANDS = ['User Deleted', 'user suppressed', 'Object Deleted'] as const;

const raw: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 12, arbitrary: fc.oneof(...eventNames.map((name) => trackOf(fc.constant(name), canonical(name)))) },
  { weight: 2, arbitrary: trackOf(anyText, nasty) },
  { weight: 1, arbitrary: trackOf(constantFrom(...COMMANDS), nasty) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('page'),
      properties: fc.record({ url: fc.oneof(fc.webUrl(), anyText), title: anyText }),
      ...common,
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('identify'), traits: nasty, ...common }) },
);

/** A message that the contract accepts. Which ones it does is asked of the contract itself. */
export const validMessage: fc.Arbitrary<Message> = raw
  .map((value) => checkMessage(value as Record<string, unknown>, plan)) // made above
  .filter((checked) => checked.ok)
  .map((checked) => (checked.ok ? checked.message : ({} as never)));

/** A person's attributes: what plans allow, and what no destination may get. */
export const attributes: fc.Arbitrary<Record<string, unknown>> = fc
  .tuple(
    fc.dictionary(
      anyText,
      fc.oneof(anyText, fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null)),
      {
        maxKeys: 8,
      },
    ),
    fc.record(
      {
        id: anyText,
        unsubscribed: fc.boolean(),
        cio_relationships: fc.constant([]),
        _timestamp: fc.constant(1),
        created_at: fc.constant('yesterday'),
        anonymous_id: fc.constant('forged'),
        last_order_at: fc.constantFrom('2026-11-22T10:00:00Z', 1_795_341_600, 1_795_341_600_000),
        orders_count: fc.nat(),
        open_cart_id: fc.constantFrom('c1', null),
        history: fc.array(fc.integer(), { maxLength: 600 }),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([free, known]) => ({ ...free, ...known }));

/** The keys of a person, at least one. */
export const personKeys: fc.Arbitrary<{ email?: string; userId?: string; phone?: string }> = fc
  .record(
    {
      email: fc.nat({ max: 1e9 }).map((n) => `person-${n}+tag/a@example.com`),
      userId: fc.oneof(
        fc.nat({ max: 1e9 }).map((n) => `cus ${n}`),
        fc.nat({ max: 1e9 }).map((n) => `${'ü'.repeat(80)}${n}`), // 150 characters are allowed, 150 bytes are not
      ),
      phone: fc.integer({ min: 1e6, max: 9e8 }).map((n) => `+49151${n}`),
    },
    { requiredKeys: [] },
  )
  .filter((keys) => Object.keys(keys).length > 0);
