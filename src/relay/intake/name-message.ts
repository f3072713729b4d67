import { limits } from '../../schema.ts';
import { sha256 } from '../digest.ts';

/** A message's own id where it is one, and the digest by which a repetition is told from a conflict. */
export interface MessageIdentity {
  readonly messageId: string;
  readonly hash: string;
}

const isUsable = (id: unknown): id is string =>
  typeof id === 'string' && id.trim() !== '' && id.length <= limits.idLength;

/** Hex digits of a derived id: 128 bits. */
const DERIVED_DIGITS = 32;

const utf8 = new TextEncoder();

const lastingPart = (body: unknown): Record<string, unknown> => {
  if (typeof body !== 'object' || body === null) return { body };
  const record = body as Record<string, unknown>; // any object's keys, read only
  if (!('sentAt' in record)) return record;
  const { sentAt: _, ...lasting } = record;
  return lasting;
};

/**
 * Names a message: by its own id, or, where none came, by hash(source, body), so that a repetition gets the same name.
 * `sentAt` stays out of the digest: it changes with every attempt. `bytes` is the size as JSON, without it.
 */
export const nameMessage = async (
  source: string,
  body: unknown,
): Promise<{ readonly identity: MessageIdentity; readonly bytes: number }> => {
  const lasting = lastingPart(body);
  const text = utf8.encode(`${JSON.stringify(lasting)}\n${source}`);
  const hash = await sha256(text);
  const own = lasting['messageId'];
  const messageId = isUsable(own) ? own : `h_${hash.slice(0, DERIVED_DIGITS)}`;
  return { identity: { messageId, hash }, bytes: text.length - source.length - 1 };
};
