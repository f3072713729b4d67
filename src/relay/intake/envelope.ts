import { limits, type MessageType } from '../../schema.ts';
import { pass, refuse, shown, type Step } from './refusal.ts';
import { isRecord } from '../record.ts';

/** What a path of the relay takes: a batch, or one message of the type that the path names. */
export type Endpoint = 'batch' | MessageType;

/** A request's body, opened: the messages are still as they came. */
export interface Envelope {
  readonly writeKey: string | undefined;
  readonly sentAt: unknown;
  readonly messages: readonly unknown[];
  readonly dropped: readonly unknown[];
}

const parse = (text: string): Step<Record<string, unknown>> => {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return refuse(
      400,
      'invalid_json',
      `the body: a JSON object was expected; ${text === '' ? 'nothing' : 'something else'} came`,
    );
  }
  if (isRecord(body)) return pass(body);
  return refuse(
    400,
    'invalid_envelope',
    `the body: a JSON object was expected; ${Array.isArray(body) ? 'a list' : shown(body)}`,
  );
};

/** Segment: the context of a batch is every message's, where the message does not say otherwise. */
const withContext = (message: unknown, context: unknown): unknown =>
  isRecord(context) && isRecord(message)
    ? { ...message, context: { ...context, ...(isRecord(message['context']) && message['context']) } }
    : message;

const openBatch = (body: Record<string, unknown>): Step<readonly unknown[]> => {
  const messages = body['batch'];
  if (!Array.isArray(messages) || messages.length === 0) {
    return refuse(
      400,
      'invalid_envelope',
      `batch: a list of 1 to ${limits.batchMessages} messages was expected; ${shown(messages)}`,
    );
  }
  if (messages.length > limits.batchMessages) {
    return refuse(
      413,
      'too_many_messages',
      `batch: at most ${limits.batchMessages} messages were expected; ${messages.length} came`,
    );
  }
  return pass(messages.map((message) => withContext(message, body['context'])));
};

const openOne = (body: Record<string, unknown>, type: MessageType): Step<readonly unknown[]> => {
  const { writeKey: _, ...message } = body;
  return pass([{ ...message, type }]);
};

/** Opens a body: 400 when it is no JSON or no envelope, 413 when it holds too many messages. */
export const openEnvelope = (endpoint: Endpoint, text: string): Step<Envelope> => {
  const body = parse(text);
  if (!body.ok) return body;
  const messages = endpoint === 'batch' ? openBatch(body.value) : openOne(body.value, endpoint);
  if (!messages.ok) return messages;
  const { writeKey, sentAt, dropped } = body.value;
  return pass({
    writeKey: typeof writeKey === 'string' ? writeKey : undefined,
    sentAt,
    messages: messages.value,
    dropped: Array.isArray(dropped) ? dropped : [],
  });
};
