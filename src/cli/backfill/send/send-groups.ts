import { limits } from '../../../schema.ts';
import type { HistoryMessage } from '../draft.ts';
import type { Position } from '../group-rows.ts';
import type { Answer } from './post-batch.ts';
import type { Send } from './create-sender.ts';

/** A group's messages, and where it ends. Without messages it only moves the place. */
export interface Outgoing {
  readonly messages: readonly HistoryMessage[];
  readonly end: Position;
}

/** What the envelope takes: `{"batch":[]}` and the commas. */
const ENVELOPE_BYTES = 1_024;

interface Batch {
  messages: HistoryMessage[];
  bytes: number;
  end: Position | undefined;
}

const empty = (): Batch => ({ messages: [], bytes: ENVELOPE_BYTES, end: undefined });

const bytesOf = (messages: readonly HistoryMessage[]): number =>
  messages.reduce((bytes, message) => bytes + Buffer.byteLength(JSON.stringify(message)) + 1, 0);

const fits = (batch: Batch, count: number, bytes: number, most: number): boolean =>
  batch.messages.length + count <= most && batch.bytes + bytes <= limits.bodyBytes;

/**
 * Sends groups in batches, one after the other, and tells after each answer how far the relay has everything. The first
 * batch is one group: a wrong key or address costs no more than that.
 */
export const sendGroups = async (
  groups: AsyncIterable<Outgoing>,
  send: Send,
  onTaken: (answer: Answer, end: Position) => void,
): Promise<void> => {
  let batch = empty();
  let most = 1;
  const nothing: Answer = { accepted: [], duplicates: [], rejected: [] };
  const flush = async (): Promise<void> => {
    const { messages, end } = batch;
    batch = empty();
    if (end === undefined) return;
    const answer = messages.length > 0 ? await send(messages) : nothing;
    if (messages.length > 0) most = limits.batchMessages;
    onTaken(answer, end);
  };
  for await (const { messages, end } of groups) {
    const bytes = bytesOf(messages);
    if (batch.messages.length > 0 && !fits(batch, messages.length, bytes, most)) await flush();
    batch.messages.push(...messages);
    batch.bytes += bytes;
    batch.end = end;
  }
  await flush();
};
