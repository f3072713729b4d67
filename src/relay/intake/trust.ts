import type { Message, Plan, Problem } from '../../schema.ts';

/** Facts that only the shop itself can know: a page that says them is mistaken or lies. */
const serverEvents: ReadonlySet<string> = new Set(['order_refunded', 'order_cancelled']);
const serverEventPrefix = 'subscription_';
const serverTypes: ReadonlySet<unknown> = new Set(['group', 'alias']);

/** Track events that act at Customer.io (delete, suppress …) whatever a shop means by them: its Pipelines API spec. In snake_case. */
const actingEvents: ReadonlySet<string> = new Set([
  'user_deleted',
  'user_suppressed',
  'user_unsuppressed',
  'relationship_deleted',
  'object_deleted',
  'device_created_or_updated',
  'device_deleted',
  'report_delivery_event',
]);

/** Computed by the shop or owned by a destination; no plan can open them to a page. */
const reservedTrait = /^(orders_count|lifetime_value|unsubscribed|id|anonymous_id|cio_.*|_.*)$/;

/** A person's own word, whatever the plan lists; whether a grant counts is for identity. */
const consentTraits: ReadonlySet<string> = new Set(['consent', 'email_consent', 'sms_consent']);

/** Customer.io lets these properties of an event override whom a message goes to. */
const overridingProperties: ReadonlySet<string> = new Set(['recipient', 'from_address', 'reply_to']);

const isServerEvent = (event: string): boolean => {
  const name = event
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  return serverEvents.has(name) || name.startsWith(serverEventPrefix) || actingEvents.has(name);
};

const notAllowed = (path: string, what: string): Problem => ({
  code: 'not_allowed',
  path,
  message: `${what} came with a write key; it is taken from a server key only, because anybody can write with a public key`,
});

/** What a public key may not say at all. */
export const forbidden = (message: Record<string, unknown>): Problem | undefined => {
  const { type, event } = message;
  if (serverTypes.has(type)) return notAllowed('/type', `type "${String(type)}"`);
  if (type === 'track' && typeof event === 'string' && isServerEvent(event))
    return notAllowed('/event', `event "${event.slice(0, 60)}"`);
  return undefined;
};

const keep = (record: Record<string, unknown>, wanted: (key: string) => boolean): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => wanted(key)));

/** A message from a public key without what a page may not set. The proof of a person proves who, not what: it changes nothing here. */
export const restrict = (message: Message, plan: Plan): Message => {
  const maySet = (key: string): boolean =>
    (consentTraits.has(key) || plan.browserTraits.includes(key)) && !reservedTrait.test(key);
  const mayCarry = (key: string): boolean => !overridingProperties.has(key);
  if (message.type === 'identify' && message.traits) return { ...message, traits: keep(message.traits, maySet) };
  if (message.type === 'track' && message.properties)
    return { ...message, properties: keep(message.properties, mayCarry) };
  if (message.type === 'page')
    return { ...message, properties: { ...keep(message.properties, mayCarry), url: message.properties.url } };
  return message;
};
