import { gunzipSync } from 'node:zlib';

/** A message as it came over the wire. */
export interface WireMessage {
  readonly id: string;
  readonly label: string | undefined;
  readonly type: string;
  readonly timestamp: string;
}

/** One request whose body arrived whole. */
export interface Arrival {
  readonly at: number;
  readonly bytes: number;
  readonly messages: readonly WireMessage[];
  readonly sentAt: string;
  /** How many requests were under way, this one included. */
  readonly concurrent: number;
  /** What met it. */
  fault?: string;
  /** The relay has answered 200 to it. */
  stored?: boolean;
  readonly dropped: readonly { readonly id: string; readonly reason: string; readonly count: number }[];
}

const LABEL = /L-\w+-\d+-\d+/;

/** The label of a message or row, wherever it stands in it. */
export const labelIn = (value: unknown): string | undefined => LABEL.exec(JSON.stringify(value) ?? '')?.[0];

interface WireBatch {
  readonly sentAt: string;
  readonly batch: readonly { readonly messageId: string; readonly type: string; readonly timestamp: string }[];
  readonly dropped?: Arrival['dropped'];
}

const isBatch = (value: unknown): value is WireBatch =>
  typeof value === 'object' && value !== null && 'batch' in value && Array.isArray(value.batch);

const isGzip = (body: Buffer): boolean => body[0] === 0x1f && body[1] === 0x8b;

const parse = (body: Buffer): unknown => {
  try {
    return JSON.parse((isGzip(body) ? gunzipSync(body) : body).toString()) as unknown;
  } catch {
    return undefined; // not whole, or not ours: an arrival without messages
  }
};

/** Reads a request's body. */
export const arrivalOf = (body: Buffer, concurrent: number): Arrival => {
  const batch = parse(body);
  const { batch: messages, sentAt, dropped = [] } = isBatch(batch) ? batch : { batch: [], sentAt: '', dropped: [] };
  return {
    at: Date.now(),
    bytes: body.length,
    concurrent,
    sentAt,
    dropped,
    messages: messages.map((message) => ({
      id: message.messageId,
      label: labelIn(message),
      type: message.type,
      timestamp: message.timestamp,
    })),
  };
};
