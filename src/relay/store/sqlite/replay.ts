import type { QuarantinedMessage, ReplaySelection } from '../replay.ts';
import { retryErasures } from './erasures.ts';
import { refreshLane } from './lanes.ts';
import { count, type Tables } from './tables.ts';

interface DeadRow {
  readonly seq: number;
  readonly destination: string;
  readonly lane: string;
}

interface QuarantineRow {
  readonly seq: number;
  readonly source: string;
  readonly message_id: string;
  readonly body: string;
}

/** A list as one parameter; null selects everything. */
const listOf = (seqs: readonly number[] | undefined): string | null => (seqs ? JSON.stringify(seqs) : null);

/** Dead letters become pending again. A person whose state was refused is told of it anew: a dead identify is nothing else. So are erasures. */
export const redrive = (tables: Tables, { destination, seqs, limit }: ReplaySelection): number => {
  const { sql, nextRevision } = tables;
  const rows = sql.all<DeadRow>(
    `select seq, destination, lane from outbox
     where state = 'dead' and lane is not null and (?1 is null or destination = ?1)
       and (?2 is null or seq in (select value from json_each(?2))) order by seq limit ?3`,
    destination ?? null,
    listOf(seqs),
    limit,
  );
  rows.forEach((row) => {
    sql.run(
      `update outbox set state = 'pending', attempts = 0, failing_since = null, next_at = 0, reason = null
       where seq = ? and destination = ?`,
      row.seq,
      row.destination,
    );
    sql.run('update messages set revision = ? where seq = ?', nextRevision(), row.seq);
    sql.run('update lanes set delivered_version = 0 where destination = ? and lane = ?', row.destination, row.lane);
    refreshLane(tables, row.destination, row.lane);
  });
  const erasures = seqs === undefined ? retryErasures(tables, destination) : [];
  erasures.forEach((erasure) => refreshLane(tables, erasure.destination, erasure.lane));
  return rows.length + erasures.length;
};

export const readQuarantined = (
  { sql }: Tables,
  { seqs, limit, after }: ReplaySelection & { readonly after: number },
): readonly QuarantinedMessage[] =>
  sql
    .all<QuarantineRow>(
      `select seq, source, message_id, body from quarantine
       where seq > ? and (?2 is null or seq in (select value from json_each(?2))) order by seq limit ?3`,
      after,
      listOf(seqs),
      limit,
    )
    .map(({ seq, source, message_id: messageId, body }) => ({
      ...{ seq, source, messageId },
      body: JSON.parse(body) as unknown, // written by addQuarantined
    }));

export const leaveQuarantine = (tables: Tables, seqs: readonly number[]): void => {
  const left = tables.sql.run(
    'delete from quarantine where seq in (select value from json_each(?))',
    JSON.stringify(seqs),
  );
  count(tables, 'quarantined', -left);
};
