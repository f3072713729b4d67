import * as v from 'valibot';
import type { lineItemInput } from './line-item.ts';
import { count, currency, lineItem, money, text } from './line-item.ts';

/**
 * Each event in three parts. `required`: without it the message is quarantined. `expected`: our client's types demand
 * it, the relay accepts the message without it and counts it as incomplete. `optional`: typed when it comes.
 * `oneOf`: at least one of these must be there.
 */
interface EventParts {
  readonly required: v.ObjectEntries;
  readonly expected: v.ObjectEntries;
  readonly optional: v.ObjectEntries;
  readonly oneOf?: readonly string[];
}

const parts = <R extends v.ObjectEntries, E extends v.ObjectEntries, O extends v.ObjectEntries>(
  required: R,
  expected: E,
  optional: O,
) => ({ required, expected, optional });

const partsWithOneOf = <
  R extends v.ObjectEntries,
  E extends v.ObjectEntries,
  O extends v.ObjectEntries,
  K extends keyof O & string,
>(
  oneOf: readonly K[],
  required: R,
  expected: E,
  optional: O,
) => ({ required, expected, optional, oneOf });

const items = v.pipe(v.array(lineItem), v.description('a list of line items'));
/** A finite number of major units that may be negative: money moved in either direction. */
const amount = v.pipe(v.number(), v.finite(), v.description('a number in major units, such as 49.5'));
const flag = v.pipe(v.boolean(), v.description('true or false'));
const step = v.pipe(v.union([text, count]), v.description('the name or the number of the step'));
const channel = v.pipe(v.picklist(['email', 'sms', 'analytics']), v.description('"email", "sms" or "analytics"'));
const codes = v.array(v.string());

const cart = { currency, value: money };
const subscription = parts(
  { subscription_id: text },
  { status: text, product_id: text },
  { variant_id: text, interval: text, next_charge_at: text, price: money, currency },
);

/** The canonical events of an online shop. Names are snake_case and past tense: one name for one behaviour. */
export const canonicalEvents = {
  product_viewed: parts(
    { product_id: text },
    { name: v.string(), price: money, currency },
    {
      variant_id: text,
      sku: v.string(),
      category: v.string(),
      brand: v.string(),
      url: v.string(),
      image_url: v.string(),
    },
  ),
  product_list_viewed: parts({ list_id: text }, {}, { category: v.string(), items }),
  products_searched: parts({ query: v.string() }, { results_count: count }, {}),
  added_to_cart: parts({ cart_id: text, items, added: items }, cart, {}),
  removed_from_cart: parts({ cart_id: text, items, removed: items }, cart, {}),
  cart_viewed: parts({ cart_id: text, items }, cart, {}),
  checkout_started: partsWithOneOf(['cart_id', 'checkout_id'], { items }, cart, {
    cart_id: text,
    checkout_id: text,
    discount_codes: codes,
  }),
  checkout_progressed: partsWithOneOf(['cart_id', 'checkout_id'], { step }, {}, { cart_id: text, checkout_id: text }),
  order_completed: parts(
    { order_id: text, items },
    { currency, total: money, cart_id: text },
    {
      checkout_id: text,
      subtotal: money,
      discount: money,
      shipping: money,
      tax: money,
      revenue: amount,
      discount_codes: codes,
      is_first_order: flag,
    },
  ),
  order_refunded: parts(
    { order_id: text, refund_id: text, amount: money },
    { currency },
    { items, reason: v.string() },
  ),
  order_cancelled: parts({ order_id: text }, { reason: v.string() }, {}),
  subscription_created: subscription,
  subscription_renewed: subscription,
  subscription_paused: subscription,
  subscription_resumed: subscription,
  subscription_cancelled: subscription,
  signed_up: parts({ source: text }, {}, { form_id: text, campaign: v.string() }),
  consent_changed: parts({ channel, granted: flag }, { source: text }, {}),
};

type Canonical = typeof canonicalEvents;

/** The name of a canonical event. */
export type EventName = keyof Canonical;

/** All canonical event names, in the order of the contract. */
export const eventNames = Object.keys(canonicalEvents) as readonly EventName[]; // the keys of a literal are its keys

/** True for the name of a canonical event. */
export const isEventName = (name: string): name is EventName => Object.hasOwn(canonicalEvents, name);

type Simplify<T> = { [K in keyof T]: T[K] } & {};
/** Line items in the relay's form are open; in the client's types they are closed, so that a typo does not compile. */
type Closed<T> = T extends v.InferOutput<typeof lineItem>[] ? v.InferOutput<typeof lineItemInput>[] : T;
type Values<T extends v.ObjectEntries> = { -readonly [K in keyof T]: Closed<v.InferOutput<T[K]>> };
/** May be left out or be undefined: JSON drops both. */
type Optional<T> = { [K in keyof T]?: T[K] | undefined };
type AtLeastOne<T, K extends keyof T> = { [P in K]: Pick<T, P> & Optional<Omit<T, P>> }[K];

/** `value`, `revenue` and the like are computed by the client or the relay when they are left out. */
type ComputedByClient = 'value' | 'revenue';
type Demanded<P extends EventParts> = Simplify<
  Values<P['required']> &
    Omit<Values<P['expected']>, ComputedByClient> &
    Optional<Pick<Values<P['expected']>, Extract<ComputedByClient, keyof P['expected']>>>
>;
type PropertiesOf<P extends EventParts> = P extends { oneOf: readonly (infer K extends string)[] }
  ? AtLeastOne<Values<P['optional']>, K & keyof P['optional']> extends infer Choice
    ? Choice extends unknown
      ? Simplify<Demanded<P> & Choice>
      : never
    : never
  : Simplify<Demanded<P> & Optional<Values<P['optional']>>>;

/** Properties of each canonical event as our client's types ask for them. */
export type CanonicalEvents = { [N in EventName]: PropertiesOf<Canonical[N]> };

const optionalEntries = (entries: v.ObjectEntries): v.ObjectEntries =>
  Object.fromEntries(Object.entries(entries).map(([key, schema]) => [key, v.optional(schema)]));

const buildWireSchema = (name: EventName) => {
  const { required, expected, optional, oneOf }: EventParts = canonicalEvents[name];
  const base = v.looseObject({ ...required, ...optionalEntries(expected), ...optionalEntries(optional) });
  if (!oneOf) return base;
  return v.pipe(
    base,
    v.check((input) => oneOf.some((key) => typeof input[key] === 'string'), `one of ${oneOf.join(', ')}`),
  );
};

const wireSchemas = new Map<EventName, ReturnType<typeof buildWireSchema>>();

/**
 * The relay's schema of one canonical event's properties: what is required, and the type of all that is known; unknown
 * keys are kept. Built once for each event.
 */
export const wireSchema = (name: EventName) => {
  const schema = wireSchemas.get(name) ?? buildWireSchema(name);
  wireSchemas.set(name, schema);
  return schema;
};

const keysExpected = new Map<EventName, readonly string[]>();

/** Keys of an event that are expected, not required: the relay counts a message without them as incomplete. */
export const expectedKeys = (name: EventName): readonly string[] => {
  const keys = keysExpected.get(name) ?? Object.keys(canonicalEvents[name].expected);
  keysExpected.set(name, keys);
  return keys;
};

/** Events of which at least one of these keys is required. */
export const oneOfKeys = (name: EventName): readonly string[] | undefined => {
  const event: EventParts = canonicalEvents[name];
  return event.oneOf;
};
