import { createHash } from 'node:crypto';
import { limits } from '../../schema.ts';
import type { HistoryMessage } from './draft.ts';

/** Hex digits that tell one state of an order from another. */
const DIGITS = 12;

const digestOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/**
 * Marks a message as history and names it by what it says: the same said again is a duplicate, and an order that was
 * refunded since is news.
 */
export const asHistory = (message: HistoryMessage, exportedAt: number): HistoryMessage => {
  const digest = digestOf(message);
  const named = `backfill:${message.messageId}:${digest.slice(0, DIGITS)}`;
  return {
    ...message,
    messageId: named.length <= limits.idLength ? named : `backfill:${digest}`,
    context: { ...message.context, backfill: true, as_of: new Date(exportedAt).toISOString() },
  };
};
