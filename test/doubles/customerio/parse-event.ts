import { bytesOf, MAX_EVENT_DATA_BYTES, MAX_EVENT_NAME_BYTES, SECONDS_AFTER, SECONDS_BEFORE } from './limits.ts';
import type { Json, TimelineEntry } from './model.ts';
import { invalid, isJson, required, shown, unless, type Parsed, type Problem } from './problem.ts';

/** An event as both versions of the API mean it. */
export interface EventInput {
  readonly kind: 'event' | 'page' | 'screen';
  readonly name: string;
  readonly id?: string;
  readonly timestamp?: number;
  readonly data: Json;
}

/** The same event under v1's names (`type`, `data`) or v2's (`action`, `attributes`). */
export interface RawEvent {
  readonly kind: unknown;
  readonly data: unknown;
  readonly dataField: 'data' | 'attributes';
  readonly body: Json;
}

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i;
/** Data keys that override the settings of the campaign which the event triggers. */
const OVERRIDES = ['recipient', 'from_address', 'reply_to'];

export const isUlid = (value: unknown): value is string => typeof value === 'string' && ULID.test(value);

export const isUnixSeconds = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) > SECONDS_AFTER && Number(value) < SECONDS_BEFORE;

/** Customer.io's own reaction to milliseconds or ISO text is silence: such a time never matches a condition. */
export const checkSeconds = (value: unknown, field: string): Problem[] =>
  value === undefined || isUnixSeconds(value)
    ? []
    : [invalid(5, field, `must be an integer of Unix seconds; it came as ${shown(value)}`)];

const checkName = (name: unknown): Problem[] => {
  if (typeof name !== 'string' || name.trim() === '') return [required(4, 'name')];
  if (bytesOf(name.trim()) <= MAX_EVENT_NAME_BYTES) return [];
  return [invalid(8, 'name', `cannot be longer than ${MAX_EVENT_NAME_BYTES} bytes`)];
};

const checkData = (data: unknown, field: string): Problem[] => {
  if (data === undefined) return [];
  if (!isJson(data)) return [invalid(8, field, `must be an object; it came as ${shown(data)}`)];
  if (bytesOf(JSON.stringify(data)) <= MAX_EVENT_DATA_BYTES) return [];
  return [invalid(8, field, `cannot be larger than ${MAX_EVENT_DATA_BYTES} bytes`)];
};

const checkDedupeId = (id: unknown): Problem[] =>
  id === undefined || isUlid(id) ? [] : [invalid(6, 'id', `must be a ULID; it came as ${shown(id)}`)];

const kinds: readonly unknown[] = ['event', 'page', 'screen'] satisfies TimelineEntry['kind'][];

const checkKind = (kind: unknown): Problem[] =>
  kind === undefined || kinds.includes(kind)
    ? []
    : [invalid(7, 'type', `must be event, page or screen; it came as ${shown(kind)}`)];

/** Parses an event. Whitespace around the name is trimmed, as Customer.io does. */
export const parseEvent = ({ kind, data, dataField, body }: RawEvent): Parsed<EventInput> => {
  const problems = [
    ...checkName(body['name']),
    ...checkDedupeId(body['id']),
    ...checkKind(kind),
    ...checkSeconds(body['timestamp'], 'timestamp'),
    ...checkData(data, dataField),
  ];
  return unless(problems, () => ({
    kind: (kind ?? 'event') as EventInput['kind'], // checked above
    name: String(body['name']).trim(),
    ...(isUlid(body['id']) ? { id: body['id'].toUpperCase() } : {}),
    ...(isUnixSeconds(body['timestamp']) ? { timestamp: body['timestamp'] } : {}),
    data: isJson(data) ? data : {},
  }));
};

/** The keys of an event's data that would change who receives the campaign's message, and from whom. */
export const overridesOf = (event: EventInput): readonly string[] =>
  OVERRIDES.filter((key) => Object.hasOwn(event.data, key));
