import jsonata from 'jsonata';
import { isRecord } from '../../record.ts';
import { compact, type Values } from '../compact.ts';
import { idAt, recordAt, textAt } from '../fields.ts';
import { hmacOf, isSignedBy, secretsOf, type Encoding, type Secrets } from '../signature.ts';
import { forged, genuine, ignored, type Mapped, type Source } from '../source.ts';
import type { SourceMessage } from '../source-message.ts';
import { createEvaluator } from './evaluate.ts';

export interface CustomOptions {
  /** Its address is /sources/custom/<name>. */
  readonly name: string;
  /** Signs the body; the old and the new one while they are exchanged. */
  readonly secret: Secrets;
  /** A JSONata expression: what comes is `{ topic, body }`, what it gives is a message, a list of messages, or nothing. */
  readonly mapping: string;
  /** Where the signature stands. Default: the header "x-signature", hexadecimal; a prefix such as "sha256=" is left out. */
  readonly signature?: { readonly header?: string; readonly encoding?: Encoding; readonly prefix?: string };
  /** Header that says what a delivery is about. Default "x-topic". */
  readonly topicHeader?: string;
  /** Header with the sender's own id of a delivery. Default "x-delivery-id"; without one, the same content is the same delivery. */
  readonly idHeader?: string;
  /** Whether it tells of orders, so that the page's word on them counts no more. Default true. */
  readonly tellsOrders?: boolean;
  /** For how long a mapping may take. Default 2,000. */
  readonly timeoutMs?: number;
}

const checkMapping = (name: string, mapping: string): void => {
  try {
    jsonata(mapping);
  } catch (error) {
    const { message, position } = error as { message?: string; position?: number }; // what JSONata throws
    throw new TypeError(
      `custom: mapping of "${name}": ${message ?? 'it is no JSONata'} (at character ${position ?? '?'})`,
      {
        cause: error,
      },
    );
  }
};

const failed = (path: string, reason: string): Mapped => ({ kind: 'failed', path, reason });

/** A message as the mapping wrote it; ids and times are made sure of, the rest is for intake to check. */
const messageOf = (value: Values, topic: string): SourceMessage | string => {
  const type = value['type'] === 'identify' ? 'identify' : 'track';
  const messageId = idAt(value, 'messageId');
  if (messageId === undefined)
    return `messageId: an id that is the same for the same fact was expected, such as "order_completed:" & body.id; nothing came (${topic})`;
  const timestamp = textAt(value, 'timestamp');
  if (timestamp === undefined)
    return `timestamp: when it happened was expected, as ISO 8601; nothing came (${topic}, ${messageId})`;
  return {
    ...{ type, messageId, timestamp },
    ...compact({
      event: textAt(value, 'event'),
      userId: idAt(value, 'userId'),
      anonymousId: idAt(value, 'anonymousId'),
      properties: 'properties' in value ? recordAt(value, 'properties') : undefined,
      traits: 'traits' in value ? recordAt(value, 'traits') : undefined,
      context: 'context' in value ? recordAt(value, 'context') : undefined,
    }),
  };
};

const mappedOf = (value: unknown, topic: string): Mapped => {
  const all = Array.isArray(value) ? (value as unknown[]) : value === undefined || value === null ? [] : [value];
  if (all.length === 0) return ignored('the mapping gave no message');
  const messages: SourceMessage[] = [];
  for (const one of all) {
    const message = isRecord(one) ? messageOf(one, topic) : 'a message was expected; something else came';
    if (typeof message === 'string') return failed('/messages', message);
    messages.push(message);
  }
  return { kind: 'messages', messages };
};

const nameOf = (name: string): string => {
  if (/^[a-z0-9][a-z0-9-]{0,39}$/.test(name)) return `custom/${name}`;
  throw new TypeError(`custom: name: ${JSON.stringify(name)} came; expected small letters, digits and "-"`);
};

/**
 * Any system that can post JSON and sign it: an ERP, a till, a booking system. The mapping is a JSONata expression; it
 * runs in a thread of its own and is ended when it takes too long.
 *
 * @example
 * custom({ name: 'erp', secret, mapping: '{ "event": "order_completed", "messageId": "order_completed:" & body.no, … }' })
 */
export const custom = (options: CustomOptions): Source => {
  const { mapping, topicHeader = 'x-topic', idHeader = 'x-delivery-id', tellsOrders = true, signature = {} } = options;
  const { header = 'x-signature', encoding = 'hex', prefix = 'sha256=' } = signature;
  const name = nameOf(options.name);
  const secrets = secretsOf(`custom "${options.name}"`, options.secret);
  checkMapping(options.name, mapping);
  const evaluator = createEvaluator(mapping, options.timeoutMs);
  return {
    name,
    tellsOrders,
    secrets,
    verify: async ({ raw, headers }) => {
      const given = headers.get(header);
      if (given === null) return forged(`the signature is missing (${header})`);
      const bare = given.startsWith(prefix) ? given.slice(prefix.length) : given;
      const isRight = await isSignedBy(bare, secrets, (secret) => hmacOf(secret, raw, encoding));
      return isRight ? genuine : forged(`the signature is wrong (${header})`);
    },
    describe: ({ headers, path }) => ({
      id: headers.get(idHeader) ?? undefined,
      topic: headers.get(topicHeader) ?? (path || 'unknown'),
    }),
    toMessages: async ({ topic, body }) => {
      const result = await evaluator.evaluate({ topic, body });
      return result.ok ? mappedOf(result.value, topic) : failed('/mapping', `the mapping failed: ${result.reason}`);
    },
  };
};
