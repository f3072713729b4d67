import type { DriftEntry, DriftKind, NewMessage } from '../store.ts';
import type { Tables } from './tables.ts';

/** Names come from outside, in any spelling: beyond so many rows they are counted together. */
const MAX_ROWS = 2_000;
const OTHERS = '(others)';
const SHOWN_ROWS = 200;

const UPSERT = `insert into drift values (?, ?, ?, ?, 1, ?)
  on conflict do update set n = n + 1, last_at = max(last_at, excluded.last_at)`;
const UPDATE =
  'update drift set n = n + 1, last_at = max(last_at, ?) where source = ? and kind = ? and came = ? and became = ?';
/** At once, unlike other counts: the next message is judged by it. */
const COUNT_ROW = `insert into counters values ('drift_rows', 1) on conflict do update set n = n + 1`;

const rows = ({ sql }: Tables): number =>
  sql.get<{ n: number }>(`select n from counters where name = 'drift_rows'`)?.n ?? 0;

/** Counts what was normalised in one new message. */
export const addDrift = (tables: Tables, { source, receivedAt, drift = [] }: NewMessage): void => {
  const { sql } = tables;
  for (const { kind, from, to } of drift) {
    if (sql.run(UPDATE, receivedAt, source, kind, from, to) > 0) continue;
    const isFull = rows(tables) >= MAX_ROWS;
    sql.run(UPSERT, source, kind, isFull ? OTHERS : from, to, receivedAt);
    if (!isFull) sql.run(COUNT_ROW);
  }
};

interface DriftRow {
  readonly source: string;
  readonly kind: DriftKind;
  readonly came: string;
  readonly became: string;
  readonly n: number;
  readonly last_at: number;
}

/** What came in another form lately. */
export const readDrift = ({ sql }: Tables): readonly DriftEntry[] =>
  sql
    .all<DriftRow>('select * from drift order by last_at desc, n desc limit ?', SHOWN_ROWS)
    .map(({ came, became, n, last_at, ...rest }) => ({ ...rest, from: came, to: became, count: n, lastAt: last_at }));
