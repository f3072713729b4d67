import type { Tables } from '../tables.ts';
import { CHUNK, stepOf, type Step } from './chunk.ts';

const remove = ({ sql }: Tables, seqs: readonly number[]): Step => {
  const list = JSON.stringify(seqs);
  sql.run('delete from outbox where seq in (select value from json_each(?))', list);
  sql.run(
    `delete from message_keys where lasting = 1 and (source, message_id) in
       (select source, message_id from messages where seq in (select value from json_each(?)))`,
    list,
  );
  sql.run('delete from messages where seq in (select value from json_each(?))', list);
  return stepOf(seqs.length);
};

const seqsOf = (rows: readonly { readonly seq: number }[]): number[] => rows.map(({ seq }) => seq);

/** What was held until nobody came. The id of a server's message goes with it, as it does with every other. */
export const purgeHeld = (tables: Tables, before: number): Step =>
  remove(
    tables,
    seqsOf(
      tables.sql.all<{ seq: number }>(
        'select seq from messages where person is null and received_at < ? limit ?',
        before,
        CHUNK,
      ),
    ),
  );

const arrivedAt = ({ sql }: Tables, seq: number): number | undefined =>
  sql.get<{ at: number }>('select received_at as at from messages where seq >= ? order by seq limit 1', seq)?.at;

/**
 * The place in order of arrival before which everything is older than this. Found by halving: an index by age would cost
 * every message that comes, for something that is asked once an hour.
 */
const placeBefore = (tables: Tables, before: number): number => {
  let [low, high] = [0, (tables.sql.get<{ seq: number | null }>('select max(seq) as seq from messages')?.seq ?? 0) + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((arrivedAt(tables, middle) ?? Infinity) < before) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Persons' messages that have had their day. What a destination is still to get stays, however old. */
export const purgeMessages = (tables: Tables, before: number): Step =>
  remove(
    tables,
    seqsOf(
      tables.sql.all<{ seq: number }>(
        `select seq from messages m where seq < ? and person is not null and received_at < ?
           and not exists (select 1 from outbox o where o.seq = m.seq and o.state = 'pending') order by seq limit ?`,
        placeBefore(tables, before),
        before,
        CHUNK,
      ),
    ),
  );
