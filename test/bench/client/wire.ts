import { gunzipSync } from 'node:zlib';

/** One event as it came: our id, put into its properties, and the id that the SDK gave the message. */
export interface WireEvent {
  readonly benchId: string;
  readonly messageId: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** What the SDKs call a message's id, the most telling first. */
const ID_FIELDS = ['messageId', '$insert_id', 'uuid', 'eid', 'event_id'];

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // not JSON: the caller tries something else
  }
};

/** Both alphabets of base64. */
const fromBase64 = (text: string): unknown => parse(Buffer.from(text, 'base64').toString());

/** JSON, gzipped JSON, or a form whose field `data` is JSON or base64 of it. */
const decode = (body: Buffer): unknown => {
  const text = (body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body).toString();
  const form = /(?:^|&)data=/.test(text)
    ? (new URLSearchParams(text).get('data') ?? '').replaceAll(' ', '+')
    : undefined;
  return form === undefined ? parse(text) : (parse(form) ?? fromBase64(form));
};

const idOf = (path: readonly Fields[]): string => {
  for (const fields of path.toReversed()) {
    const id = ID_FIELDS.map((name) => fields[name]).find((value) => typeof value === 'string');
    if (id !== undefined) return id;
  }
  return '';
};

/** Snowplow's own event fields hold JSON as text, or base64 of it. */
const unpack = ({ ue_pr: text, ue_px: base64 }: Fields): unknown =>
  typeof text === 'string' ? parse(text) : typeof base64 === 'string' ? fromBase64(base64) : undefined;

/** Finds our ids wherever an SDK puts an event's properties. */
const walk = (value: unknown, path: readonly Fields[]): WireEvent[] => {
  if (!isFields(value)) return [];
  const here = [...path, value];
  const own = typeof value.bench_id === 'string' ? [{ benchId: value.bench_id, messageId: idOf(here) }] : [];
  return [...own, ...walk(unpack(value), here), ...Object.values(value).flatMap((inner) => walk(inner, here))];
};

/** The events in a request's body. */
export const eventsOf = (body: Buffer): WireEvent[] => walk(decode(body), []);

/** Our relay's answer, which names each message of the batch. */
export const namingAnswer = (body: Buffer): string => {
  const batch = decode(body);
  const messages = isFields(batch) && Array.isArray(batch.batch) ? (batch.batch as Fields[]) : [];
  return JSON.stringify({ accepted: messages.map(({ messageId }) => messageId), duplicates: [], rejected: [] });
};
