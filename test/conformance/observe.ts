import type { Tally } from './tally.ts';

// A second opinion on what leaves, written from the list and not from the stand-ins: two that err in the same way are
// less likely than one. It also counts how often each statement was put to the test.

type Json = Readonly<Record<string, unknown>>;

/** One exchange with a stand-in. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly text: string;
  readonly status: number;
  readonly answer: string;
}

const bytes = (value: unknown): number =>
  Buffer.byteLength(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''), 'utf8');
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const isSeconds = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) > 999_999_999 && Number(value) < 100_000_000_000;
const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const OVERRIDES = ['recipient', 'from_address', 'reply_to'];

/** What holds for one event of Track, whichever version carries it. */
const observeEvent = (tally: Tally, event: Json, data: unknown, kind: unknown, isIdentified = true): void => {
  const shown = (): string => JSON.stringify(event).slice(0, 300);
  const { name, id, timestamp } = event;
  tally.check(4, typeof name === 'string' && name.trim() !== '', shown);
  if (timestamp !== undefined) tally.check(5, isSeconds(timestamp), shown);
  if (isIdentified) tally.check(6, ULID.test(String(id)), shown);
  tally.check(7, ['event', 'page', 'screen'].includes(String(kind)), shown);
  tally.check(8, bytes(name) <= 100 && bytes(data) <= 100_000, shown);
  tally.check(
    24,
    OVERRIDES.every((key) => !(key in object(data))),
    shown,
  );
};

const RESERVED = ['id', 'email', 'phone', 'anonymous_id', 'created_at', '_timestamp', 'cio_relationships'];

const observeAttributes = (tally: Tally, attributes: Json): void => {
  const entries = Object.entries(attributes);
  const shown = (): string => JSON.stringify(attributes).slice(0, 300);
  const fit = entries.every(([name, value]) => bytes(name) <= 150 && bytes(value) <= 1_000);
  const ids = [attributes['id'], attributes['email']].every((id) => id === undefined || bytes(id) <= 150);
  tally.check(9, fit && ids && entries.length <= 300, shown);
  const times = entries.filter(([name]) => ['_timestamp', 'created_at', 'last_order_at'].includes(name));
  times.forEach(([, value]) => tally.check(5, isSeconds(value), shown));
};

const PAIRS = ['person identify', 'person event', 'person page', 'person add_relationships', 'object identify'];

const observeObject = (tally: Tally, identifiers: unknown, shown: () => string): void => {
  const { object_type_id: typeId, object_id: objectId, ...others } = object(identifiers);
  const isObject = typeof typeId === 'string' && /^[1-9]\d*$/.test(typeId) && typeof objectId === 'string';
  tally.check(31, isObject && bytes(objectId) <= 150 && Object.keys(others).length === 0, shown);
};

const observeRelations = (tally: Tally, relations: unknown, shown: () => string): void => {
  tally.check(10, Array.isArray(relations), shown);
  list(relations).forEach(({ identifiers }) => observeObject(tally, identifiers, shown));
};

const observeV2Item = (tally: Tally, item: Json): void => {
  const shown = (): string => JSON.stringify(item).slice(0, 300);
  const { type, action, identifiers, attributes } = item;
  tally.check(26, bytes(item) <= 32_000, shown);
  tally.check(29, PAIRS.includes(`${String(type)} ${String(action)}`), shown);
  if (type === 'object') {
    tally.check(33, item['cio_relationships'] === undefined, shown);
    return observeObject(tally, identifiers, shown);
  }
  const [[key, value] = ['', undefined], ...more] = Object.entries(object(identifiers));
  tally.check(30, more.length === 0 && typeof value === 'string' && bytes(value) <= 150, shown);
  tally.check(35, key !== 'anonymous_id', shown);
  if (action === 'add_relationships') return observeRelations(tally, item['cio_relationships'], shown);
  if (action !== 'identify') return observeEvent(tally, item, attributes, action);
  observeAttributes(tally, object(attributes));
  tally.check(10, item['cio_relationships'] === undefined || Array.isArray(item['cio_relationships']), shown);
};

const observeV1 = (tally: Tally, { method, path }: Exchange, body: Json): void => {
  const shown = (): string => `${method} ${path} ${JSON.stringify(body).slice(0, 300)}`;
  if (path === '/api/v1/events') {
    tally.check(13, typeof body['anonymous_id'] === 'string' && body['anonymous_id'] !== '', shown);
    return observeEvent(tally, body, body['data'], body['type']);
  }
  const segment = path.split('/')[4] ?? '';
  tally.check(11, segment !== '' && encodeURIComponent(decodeURIComponent(segment)) === segment, shown);
  if (method === 'PUT') return observeAttributes(tally, body);
  return observeEvent(tally, body, body['data'], body['type']);
};

/** Looks at one exchange with Track; `authorization` is what the settings make of the credentials. */
export const observeTrack = (tally: Tally, exchange: Exchange, authorization: string): void => {
  const { path, headers, text, status, answer } = exchange;
  const shown = (): string => `${exchange.method} ${path} → ${status} ${answer.slice(0, 100)}`;
  const body = JSON.parse(text) as Json;
  tally.check(1, headers.get('authorization') === authorization, shown);
  tally.check(2, headers.get('content-type') === 'application/json', shown);
  if (status === 200) tally.check(3, answer === '{}\n', shown);
  tally.check('openapi', true, shown);
  if (path !== '/api/v2/batch') return observeV1(tally, exchange, body);
  tally.check(26, bytes(text) <= 500_000, shown);
  tally.check(28, Array.isArray(body['batch']), shown);
  list(body['batch']).forEach((item) => observeV2Item(tally, item));
};

const COMMAND =
  /^\s*(user (deleted|suppressed|unsuppressed)|(relationship|object|device) deleted|device created or updated)\s*$/i;

/** Looks at one exchange with Pipelines. */
export const observePipelines = (tally: Tally, { headers, text, path }: Exchange, authorization: string): void => {
  const body = JSON.parse(text) as Json;
  const isAsked = headers.get('x-strict-mode') === '1' && headers.get('authorization') === authorization;
  tally.check(36, isAsked && bytes(text) <= 500_000, () => `${path} without strict mode, key, or within its size`);
  tally.check('openapi', true, () => '');
  for (const item of list(body['batch'])) {
    const shown = (): string => JSON.stringify(item).slice(0, 300);
    tally.check(36, bytes(item) <= 32_000 && Boolean(item['userId'] ?? item['anonymousId']), shown);
    tally.check(37, ISO.test(String(item['timestamp'])), shown);
    if (item['type'] === 'track') tally.check(38, !COMMAND.test(String(item['event'])), shown);
  }
};

/** Looks at one exchange with RudderStack. */
export const observeRudderstack = (
  tally: Tally,
  { headers, text, status, answer }: Exchange,
  authorization: string,
): void => {
  const body = JSON.parse(text) as Json;
  const items = list(body['batch']);
  const isTaken = status !== 200 || answer === 'ok';
  tally.check(40, headers.get('authorization') === authorization && bytes(text) <= 4_096_000 && isTaken, () => answer);
  const visitor = decodeURIComponent(headers.get('anonymousid') ?? '');
  for (const item of items) {
    const shown = (): string => JSON.stringify(item).slice(0, 300);
    tally.check(39, Boolean(item['userId'] ?? item['anonymousId']) && bytes(item) <= 32_768, shown);
    tally.check(
      41,
      ISO.test(String(item['timestamp'])) && ISO.test(String(item['sentAt'])) && !('receivedAt' in item),
      shown,
    );
    tally.check(43, visitor !== '' && (item['anonymousId'] ?? item['userId']) === visitor, shown);
    const isLeaking = ['email', 'userId', 'phone'].some((key) => key in object(item['properties']));
    const context = object(item['context']);
    tally.check(44, !isLeaking && !('traits' in context) && !('externalId' in context), shown);
  }
};

/** Looks at what RudderStack's destination sends to Customer.io: our input must bring out none of its leaks. */
export const observeBehindRudderstack = (
  tally: Tally,
  { method, url, body }: { method: string; url: string; body: Json },
): void => {
  const shown = (): string => `${method} ${url} ${JSON.stringify(body).slice(0, 300)}`;
  tally.check(
    44,
    !decodeURIComponent(url).includes('victim') && RESERVED.every((name) => body[name] !== 'forged'),
    shown,
  );
  if (method === 'PUT') observeAttributes(tally, body);
  else observeEvent(tally, body, body['data'], body['type'], false);
};
