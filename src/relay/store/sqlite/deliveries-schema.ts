/** Adds what sources have delivered, as it came. */
export const deliveriesSchema = `
create table source_deliveries (
  seq integer primary key autoincrement,
  source text not null,
  delivery_id text not null,
  topic text not null,
  received_at integer not null,
  body text not null,
  state text not null default 'waiting',
  reason text,
  joined_by text,
  attempts integer not null default 0,
  next_at integer not null default 0,
  settled_at integer,
  unique (source, delivery_id)
) strict;
create index source_deliveries_due on source_deliveries (source, next_at) where state = 'waiting';
create index source_deliveries_noted on source_deliveries (source, seq) where state in ('ignored', 'failed', 'privacy');
create index source_deliveries_by_age on source_deliveries (received_at);
-- counted as they change, because the activity page asks often
create table source_counters (
  source text not null,
  name text not null,
  n integer not null default 0,
  primary key (source, name)
) strict, without rowid;
`;
