import type { Arrival } from '../wire/arrival.ts';
import { decodeBasic } from '../wire/basic-auth.ts';
import { serve, type StandIn, type Violate } from '../wire/serve.ts';
import { bytesOf, isIsoTime, isText, MAX_BATCH_BYTES, problemOf } from './check-item.ts';
import type { Dropped, Json, PipelinesMessage, PipelinesOptions } from './model.ts';
import { createPipelinesCheck } from './openapi.ts';

/** A stand-in for Customer.io's Pipelines API that remembers what arrived and says what was wrong with it. */
export interface PipelinesDouble extends StandIn {
  /** What was taken, once for each `messageId`. */
  readonly messages: () => readonly PipelinesMessage[];
  /** What was answered with 200 and thrown away, for want of strict mode. */
  readonly dropped: () => readonly Dropped[];
  /** Track events that acted as commands: deletions, suppressions. */
  readonly commands: () => readonly PipelinesMessage[];
}

const PATHS: readonly string[] = ['/identify', '/track', '/page', '/screen', '/group', '/alias', '/batch'];
const COMMANDS: readonly unknown[] = [
  'User Deleted',
  'User Suppressed',
  'User Unsuppressed',
  'Relationship Deleted',
  'Object Deleted',
  'Device Created or Updated',
  'Device Deleted',
];

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | undefined => (isText(value) ? value : undefined);
const accepted = (): Response => Response.json({});
const refused = (status: number, reason: string): Response => Response.json({ error: { reason } }, { status });

interface Problem {
  readonly reason: string;
  readonly body: unknown;
}

const itemsOf = (path: string, body: unknown): readonly unknown[] | undefined => {
  if (path !== '/batch') return isJson(body) ? [{ type: path.slice(1), ...body }] : undefined;
  return isJson(body) && Array.isArray(body['batch']) ? (body['batch'] as unknown[]) : undefined;
};

const problemsOf = (
  path: string,
  { text: raw, call }: Arrival,
  items: readonly unknown[] | undefined,
): readonly Problem[] => {
  const bytes = bytesOf(raw);
  if (path === '/batch' && bytes > MAX_BATCH_BYTES)
    return [{ reason: `a batch may have ${MAX_BATCH_BYTES} bytes; it came with ${bytes}`, body: undefined }];
  if (!items) return [{ reason: 'the body must be a JSON object, of a batch with a list "batch"', body: call.body }];
  return items.flatMap((item) => {
    const reason = isJson(item) ? problemOf(item) : 'an item must be an object';
    return reason === undefined ? [] : [{ reason, body: item }];
  });
};

const toMessage = (item: Json, now: number): PipelinesMessage => {
  const { userId, anonymousId, messageId, timestamp } = item;
  const own = isIsoTime(timestamp);
  return {
    type: String(item['type']),
    ...(text(userId) !== undefined && { userId: String(userId) }),
    ...(text(anonymousId) !== undefined && { anonymousId: String(anonymousId) }),
    ...(text(messageId) !== undefined && { messageId: String(messageId) }),
    timestamp: own ? timestamp : new Date(now).toISOString(),
    isStampedNow: !own,
    body: item,
  };
};

/**
 * Creates the stand-in. Strict mode refuses a whole batch for one bad item: what Customer.io does with the others is
 * not documented, and this is the worse of the two for the sender.
 */
export const createPipelinesDouble = ({ apiKey, now = Date.now }: PipelinesOptions): PipelinesDouble => {
  const openapi = createPipelinesCheck();
  const messages: PipelinesMessage[] = [];
  const seen = new Set<string>();
  const dropped: Dropped[] = [];

  const take = (item: Json, arrival: Arrival, violate: Violate): void => {
    const message = toMessage(item, now());
    if (message.isStampedNow)
      violate(37, `timestamp must be ISO 8601; it came as ${JSON.stringify(item['timestamp'])}`, arrival.call);
    if (COMMANDS.includes(item['event'])) violate(38, `"${String(item['event'])}" acts as a command`, arrival.call);
    if (message.messageId !== undefined && seen.has(message.messageId)) return;
    if (message.messageId !== undefined) seen.add(message.messageId);
    messages.push(message);
  };

  const judge = (path: string, { call }: Arrival, items: readonly unknown[], violate: Violate): void => {
    const ofItems = items.flatMap((item) => (isJson(item) ? openapi(`/${String(item['type'])}`, item) : []));
    const errors = [...openapi(path, call.body), ...ofItems];
    if (errors.length > 0) violate('openapi', errors.join('; '), call);
  };

  const api = (arrival: Arrival, violate: Violate): Response => {
    const { call, headers, url } = arrival;
    const path = url.pathname.replace(/^\/v1/, '');
    const isStrict = headers.get('x-strict-mode') === '1';
    if (!isStrict) violate(36, 'X-Strict-Mode: 1 is missing: what is invalid would be dropped with a 200', call);
    if (call.method !== 'POST' || !PATHS.includes(path)) return refused(404, `no operation ${call.method} ${path}`);
    if (decodeBasic(headers.get('authorization')) !== `${apiKey}:`) {
      violate(36, 'needs Authorization: Basic base64(key + ":")', call);
      return isStrict ? refused(401, 'unauthorised') : accepted();
    }
    const items = itemsOf(path, call.body);
    const problems = problemsOf(path, arrival, items);
    problems.forEach(({ reason }) => violate(36, reason, call));
    if (problems.length > 0 && isStrict) return refused(400, problems.map(({ reason }) => reason).join('; '));
    dropped.push(...problems);
    const good = (items ?? []).filter((item) => isJson(item) && !problems.some(({ body }) => body === item));
    judge(path, arrival, good, violate);
    if (problems.some(({ body }) => body === undefined)) return accepted();
    good.forEach((item) => take(item as Json, arrival, violate)); // filtered above
    return accepted();
  };

  return {
    ...serve({ now, api }),
    messages: () => [...messages],
    dropped: () => [...dropped],
    commands: () => messages.filter(({ body }) => COMMANDS.includes(body['event'])),
  };
};
