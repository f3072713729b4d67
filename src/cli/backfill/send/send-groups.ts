import type { Sealed } from '../draft.ts';
import type { Position } from '../group-rows.ts';
import type { Answer } from './post-batch.ts';
import type { Send } from './create-sender.ts';

/** A group's messages, and where it ends. Without messages it only moves the place. */
export interface Outgoing {
  readonly messages: readonly Sealed[];
  readonly end: Position;
}

/** Half of what the relay takes: two batches are in memory at a time, each in several forms. */
const BATCH_MESSAGES = 250;
const BATCH_BYTES = 262_144;
/** What the envelope takes: `{"batch":[]}` and the commas. */
const ENVELOPE_BYTES = 1_024;

interface Batch {
  messages: Sealed[];
  bytes: number;
  end: Position | undefined;
}

const empty = (): Batch => ({ messages: [], bytes: ENVELOPE_BYTES, end: undefined });

const bytesOf = (messages: readonly Sealed[]): number =>
  messages.reduce((bytes, message) => bytes + Buffer.byteLength(message.json) + 1, 0);

const fits = (batch: Batch, count: number, bytes: number, most: number): boolean =>
  batch.messages.length + count <= most && batch.bytes + bytes <= BATCH_BYTES;

/**
 * Sends groups in batches, one after the other, and tells after each answer how far the relay has everything; while one is
 * under way the next is read. The first batch is one group: a wrong key or address costs no more than that.
 */
export const sendGroups = async (
  groups: AsyncIterable<Outgoing>,
  send: Send,
  onTaken: (answer: Answer, end: Position) => void,
): Promise<void> => {
  let batch = empty();
  let most = 1;
  const nothing: Answer = { accepted: [], duplicates: [], rejected: [] };
  let underWay: Promise<void> = Promise.resolve();
  const post = async ({ messages, end }: Batch): Promise<void> => {
    if (end === undefined) return;
    onTaken(messages.length > 0 ? await send(messages) : nothing, end);
  };
  const flush = async (): Promise<void> => {
    const full = batch;
    batch = empty();
    await underWay;
    underWay = post(full);
    underWay.catch(() => undefined); // awaited below
    if (most > 1) return;
    await underWay;
    most = BATCH_MESSAGES;
  };
  for await (const { messages, end } of groups) {
    const bytes = bytesOf(messages);
    if (batch.messages.length > 0 && !fits(batch, messages.length, bytes, most)) await flush();
    batch.messages.push(...messages);
    batch.bytes += bytes;
    batch.end = end;
  }
  await flush();
  await underWay;
};
