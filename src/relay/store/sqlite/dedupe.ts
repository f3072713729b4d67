import type { NewMessage, Outcome } from '../store.ts';
import { count, type Tables } from './tables.ts';

const insertKey = ({ sql }: Tables, { source, messageId, hash, receivedAt, fromServer }: NewMessage): number =>
  sql.run(
    'insert into message_keys values (?, ?, ?, ?, ?) on conflict do nothing',
    source,
    messageId,
    hash,
    receivedAt,
    Number(fromServer === true),
  );

/** Takes the message's id, or says why it is taken. A conflict means that the id was there with another body. */
export const takeMessageKey = (tables: Tables, input: NewMessage): Outcome => {
  const { source, messageId, hash } = input;
  if (!input.isExpired && insertKey(tables, input)) return 'accepted';
  const known = tables.sql.get<{ hash: string }>(
    'select hash from message_keys where source = ? and message_id = ?',
    source,
    messageId,
  );
  if (!known) {
    count(tables, 'too_old');
    return 'too_old';
  }
  const outcome = known.hash === hash ? 'duplicate' : 'conflict';
  count(tables, outcome === 'duplicate' ? 'duplicates' : 'conflicts');
  return outcome;
};
