import type { NewDropReport, NewQuarantined } from '../store.ts';
import { count, type Tables } from './tables.ts';

/** Keeps a refused message, once however often it is sent. */
export const addQuarantined = (tables: Tables, entry: NewQuarantined): void => {
  const isNew = tables.sql.run(
    `insert into quarantine (revision, source, message_id, received_at, code, path, reason, body)
     values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    tables.nextRevision(),
    entry.source,
    entry.messageId,
    entry.receivedAt,
    entry.code,
    entry.path,
    entry.reason,
    JSON.stringify(entry.body) ?? 'null',
  );
  if (isNew) count(tables, 'quarantined');
};

/** Counts a client's report of what it gave up, once however often it is sent. */
export const addDropReport = ({ sql }: Tables, report: NewDropReport): void => {
  const { source, id, receivedAt, reason, count: dropped } = report;
  sql.run(
    'insert into drop_reports values (?, ?, ?, ?, ?) on conflict do nothing',
    source,
    id,
    receivedAt,
    reason,
    dropped,
  );
};
