import type { DestinationRequest, Json, StoredEvent } from './model.ts';

// RudderStack's Customer.io destination as its source had it in August 2026, defects included: they are numbered as in
// the list of docs/destinations.md. It sends no event id (2), has no relationship attributes (3), converts no dates but
// createdAt (6), takes an email from anywhere (5), escapes one dot only (7), and sends groups to the US whatever the
// region (1). How groups are put together (8), and what their answers count for (10), is in group-batches.ts.

const hosts = { us: 'https://track.customer.io', eu: 'https://track-eu.customer.io' } as const;

const NAME_BYTES = 100;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const object = (value: unknown): Json => (isJson(value) ? value : {});
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const seconds = (iso: unknown): number => Math.floor(Date.parse(String(iso)) / 1000);

const cut = (name: string): string => {
  const bytes = new TextEncoder().encode(name);
  return bytes.length <= NAME_BYTES
    ? name
    : new TextDecoder().decode(bytes.subarray(0, NAME_BYTES)).replace(/\uFFFD$/, '');
};

/** Defect 5: an email or an id is found wherever one stands. */
const emailOf = ({ traits, properties, context }: Json): string | undefined => {
  const { traits: contextTraits, externalId } = object(context);
  const [external] = Array.isArray(externalId) ? (externalId as unknown[]) : [];
  return (
    text(object(traits)['email']) ??
    text(object(contextTraits)['email']) ??
    text(object(properties)['email']) ??
    text(object(external)['id'])
  );
};

const personOf = (item: Json): string | undefined =>
  text(item['userId']) ??
  text(object(item['traits'])['id']) ??
  text(object(object(item['context'])['traits'])['id']) ??
  emailOf(item);

const EXCLUDED: readonly string[] = ['createdAt', 'userId', 'anonymousId'];

/** Nested traits become one level; defect 7: only the first dot of a name is escaped. */
const flat = (traits: Json, prefix = ''): Json =>
  Object.fromEntries(
    Object.entries(traits).flatMap(([name, value]) => {
      const path = prefix === '' ? name.replace('.', '\\.') : `${prefix}.${name}`;
      return isJson(value) ? Object.entries(flat(value, path)) : [[path, value] as const];
    }),
  );

const identify = (item: Json, timestamp: string, base: string): DestinationRequest | undefined => {
  const person = personOf(item);
  if (person === undefined) return undefined;
  const traits = { ...object(object(item['context'])['traits']), ...object(item['traits']) };
  const kept = Object.fromEntries(Object.entries(traits).filter(([name]) => !EXCLUDED.includes(name)));
  const anonymousId = text(item['anonymousId']);
  return {
    method: 'PUT',
    url: `${base}/api/v1/customers/${encodeURIComponent(person)}`,
    body: {
      ...flat(kept),
      ...(traits['createdAt'] !== undefined && { created_at: seconds(traits['createdAt']) }),
      _timestamp: seconds(timestamp),
      ...(anonymousId !== undefined && { anonymous_id: anonymousId }),
    },
  };
};

const event = (item: Json, timestamp: string, base: string, type: string, name: string): DestinationRequest => {
  const person = personOf(item);
  const common = { type, data: object(item['properties']), timestamp: seconds(timestamp) };
  if (person !== undefined) {
    const url = `${base}/api/v1/customers/${encodeURIComponent(person)}/events`;
    return { method: 'POST', url, body: { name, ...common } };
  }
  const body = { name: cut(name), ...common, anonymous_id: item['anonymousId'] };
  return { method: 'POST', url: `${base}/api/v1/events`, body };
};

/** Defects 1, 3 and 4: the US host, no relationship attributes, and no relationship at all of an anonymous group. */
const group = (item: Json): DestinationRequest => {
  const traits = object(item['traits']);
  const { action = 'identify', ...attributes } = traits;
  const person = personOf(item);
  const identifiers = person === undefined ? undefined : person.includes('@') ? { email: person } : { id: person };
  const object_ = {
    type: 'object',
    action,
    identifiers: { object_type_id: text(traits['objectTypeId']) ?? '1', object_id: item['groupId'] },
    attributes,
    cio_relationships: identifiers ? [{ identifiers }] : [],
  };
  return { method: 'POST', url: `${hosts.us}/api/v2/batch`, body: { batch: [object_] } };
};

/** Defect 9: a profile merge, whose events start nothing. */
const alias = (item: Json, base: string): DestinationRequest => {
  const side = (value: unknown): Json => (String(value).includes('@') ? { email: value } : { id: value });
  return {
    method: 'POST',
    url: `${base}/api/v1/merge_customers`,
    body: { primary: side(item['userId']), secondary: side(item['previousId']) },
  };
};

/** What the destination sends for an event; undefined for what it drops. */
export const toCustomerio = (
  { body: item, timestamp }: StoredEvent,
  region: 'us' | 'eu',
): DestinationRequest | undefined => {
  const base = hosts[region];
  switch (item['type']) {
    case 'identify':
      return identify(item, timestamp, base);
    case 'track':
      return event(item, timestamp, base, 'event', String(item['event']));
    case 'page':
      return event(item, timestamp, base, 'page', text(item['name']) ?? String(object(item['properties'])['url']));
    case 'screen':
      return event(item, timestamp, base, 'event', `Viewed ${String(item['name'])} Screen`);
    case 'group':
      return group(item);
    case 'alias':
      return alias(item, base);
    default:
      return undefined;
  }
};
