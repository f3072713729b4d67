import {
  canonicalEvents,
  eventNames,
  isEventName,
  type IdentifyMessage,
  type Message,
  type PageMessage,
  type Plan,
  type Problem,
  type TrackMessage,
} from '../../schema.ts';
import { beginning, shownJson } from '../../schema/shown.ts';
import { isRecord } from '../record.ts';
import { guardTexts } from './guard-texts.ts';
import { isOwnAddress } from './links.ts';

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
  if (isEventName(event)) return serverEvents.has(event) || event.startsWith(serverEventPrefix);
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

/** What a key's own list leaves out: `events` names events, and the types "page" and "identify". */
export const offPolicy = (
  message: Record<string, unknown>,
  events: readonly string[] | undefined,
): Problem | undefined => {
  const { type, event } = message;
  const name = type === 'track' ? event : type;
  if (!events || (typeof name === 'string' && events.includes(name))) return undefined;
  const path = type === 'track' ? '/event' : '/type';
  const text = `${shownJson(name)} came with a key that is for ${events.join(', ')} ("events" of the key)`;
  return { code: 'not_allowed', path, message: text };
};

/** What a public key may not say at all. */
export const forbidden = (message: Record<string, unknown>): Problem | undefined => {
  const { type, event, context } = message;
  if (isRecord(context) && context['backfill'] !== undefined) return notAllowed('/context/backfill', 'history');
  if (serverTypes.has(type)) return notAllowed('/type', `type "${String(type)}"`);
  if (type === 'track' && typeof event === 'string' && isServerEvent(event))
    return notAllowed('/event', `event "${beginning(event, 60)}"`);
  return undefined;
};

const keep = (record: Record<string, unknown>, wanted: (key: string) => boolean): Record<string, unknown> => {
  const keys = Object.keys(record);
  const kept = keys.filter(wanted);
  return kept.length === keys.length ? record : Object.fromEntries(kept.map((key) => [key, record[key]]));
};

/** Lists of line items, under any event: what they say is what a recovery mail shows. */
const lists: ReadonlySet<string> = new Set(['items', 'added', 'removed', 'products', 'line_items']);
const requiredOfItem: readonly string[] = ['product_id', 'quantity'];

/** What of an event's properties is guarded: of a canonical event all, of the shop's own the addresses and the line items. */
const isGuarded = (event: string, key: string): boolean =>
  isEventName(event) || lists.has(key) || key === 'url' || key === 'image_url';

const requiredKeys: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  eventNames.map((event) => [event, new Set([...requiredOfItem, ...Object.keys(canonicalEvents[event].required)])]),
);
const requiredOfOthers: ReadonlySet<string> = new Set(requiredOfItem);

const requiredOf = (event: string): ReadonlySet<string> => requiredKeys.get(event) ?? requiredOfOthers;

/** A message as a public key may say it, and what had to be removed from it. */
export interface Restricted {
  readonly message: Message;
  readonly removed: readonly string[];
}

const linkProblem = (path: string): Problem => ({
  code: 'not_allowed',
  path,
  message: `${path.split('/').at(-1) ?? ''} came with a link in it; a page may send none there, because the shop's mails would show it`,
});

const guardTrack = (message: TrackMessage, hosts: readonly string[]): Restricted | Problem => {
  const { event, properties = {} } = message;
  const carried = keep(properties, (key) => !overridingProperties.has(key));
  const guarded = guardTexts(
    keep(carried, (key) => isGuarded(event, key)),
    { hosts, required: requiredOf(event) },
    '/properties',
  );
  if (guarded.refused !== undefined) return linkProblem(guarded.refused);
  const removed = [...Object.keys(properties).filter((key) => overridingProperties.has(key)), ...guarded.removed];
  if (removed.length === 0) return { message, removed };
  const others = keep(carried, (key) => !isGuarded(event, key));
  return { message: { ...message, properties: { ...others, ...(guarded.value as object) } }, removed };
};

const guardPage = (message: PageMessage, hosts: readonly string[]): Restricted | Problem => {
  const { url, ...properties } = message.properties;
  if (hosts.length > 0 && !isOwnAddress(url, hosts))
    return {
      code: 'not_allowed',
      path: '/properties/url',
      message: `a page's url came with another host; expected one of the plan's "hosts"`,
    };
  return {
    message: { ...message, properties: { ...keep(properties, (key) => !overridingProperties.has(key)), url } },
    removed: Object.keys(properties).filter((key) => overridingProperties.has(key)),
  };
};

const guardTraits = (message: IdentifyMessage, plan: Plan, hosts: readonly string[]): Restricted => {
  const { traits = {} } = message;
  const maySet = (key: string): boolean =>
    (consentTraits.has(key) || plan.browserTraits.includes(key)) && !reservedTrait.test(key);
  const { email, ...others } = keep(traits, maySet);
  const guarded = guardTexts(others, { hosts, required: new Set() }, '/traits');
  const refused = Object.keys(traits).filter((key) => !maySet(key));
  const kept = { ...(email !== undefined && { email: email as string }), ...(guarded.value as object) }; // checked to be a text
  return {
    message: message.traits ? { ...message, traits: kept } : message,
    removed: [...refused.map((key) => `trait ${key}`), ...guarded.removed.map((what) => `trait ${what}`)],
  };
};

/**
 * A message from a public key without what a page may not set, or why it is refused. The proof of a person proves who, not
 * what: it changes nothing here.
 * @param hosts where links and images of products may point to.
 */
export const restrict = (message: Message, plan: Plan, hosts: readonly string[]): Restricted | Problem => {
  switch (message.type) {
    case 'identify':
      return guardTraits(message, plan, hosts);
    case 'track':
      return guardTrack(message, hosts);
    case 'page':
      return guardPage(message, plan.hosts);
    case 'group':
    case 'alias':
      return { message, removed: [] };
  }
};
