/** The tables of version 1. Times are Unix milliseconds, bodies JSON. */
export const schema1 = `
create table messages (
  seq integer primary key autoincrement,
  revision integer not null,
  source text not null,
  message_id text not null,
  delivery_key text not null,
  type text not null,
  event text,
  anonymous_id text,
  person text,
  trusted integer not null,
  counts integer not null,
  occurred_at integer not null,
  received_at integer not null,
  tab text,
  tab_index integer,
  incomplete text not null,
  body text not null
) strict;
create unique index messages_by_revision on messages (revision);
create index messages_held on messages (anonymous_id) where person is null;
create index messages_by_tab on messages (tab, tab_index, source) where tab is not null;

-- apart from the messages, so that those can be dropped while the keys go on refusing what was seen
create table message_keys (
  source text not null,
  message_id text not null,
  hash text not null,
  received_at integer not null,
  primary key (source, message_id)
) strict, without rowid;
create table business_keys (
  business_key text primary key,
  seq integer not null
) strict, without rowid;

create table persons (
  id text primary key,
  email text unique,
  user_id text unique,
  phone text unique,
  trusted text not null default '[]',
  origin text,
  profile text not null,
  attributes text not null default '{}',
  version integer not null default 1,
  changed_at integer not null
) strict, without rowid;
create table linked_persons (
  one text not null,
  other text not null,
  reason text not null,
  at integer not null,
  primary key (one, other)
) strict, without rowid;

create table visitors (
  anonymous_id text primary key,
  first_seen_at integer not null,
  claimed_user_id text
) strict, without rowid;
-- a visitor is a person from this moment on, until the next link begins
create table links (
  anonymous_id text not null,
  from_at integer not null,
  person text not null,
  primary key (anonymous_id, from_at)
) strict, without rowid;

create table outbox (
  destination text not null,
  seq integer not null,
  state text not null,
  lane text,
  occurred_at integer not null,
  tab text not null,
  tab_index integer not null,
  attempts integer not null default 0,
  failing_since integer,
  next_at integer not null default 0,
  reason text,
  primary key (seq, destination)
) strict, without rowid;
create index outbox_lane on outbox (destination, lane, occurred_at, tab, tab_index, seq) where state = 'pending';

create table lanes (
  destination text not null,
  lane text not null,
  due_at integer,
  not_before integer not null default 0,
  token integer not null default 0,
  leased_until integer not null default 0,
  delivered_version integer not null default 0,
  memory text not null default '{}',
  primary key (destination, lane)
) strict, without rowid;
create index lanes_due on lanes (destination, due_at) where due_at is not null;
create index lanes_leased on lanes (destination, leased_until) where leased_until > 0;

create table quarantine (
  seq integer primary key autoincrement,
  revision integer not null,
  source text not null,
  message_id text not null,
  received_at integer not null,
  code text not null,
  path text not null,
  reason text not null,
  body text not null,
  unique (source, message_id)
) strict;
create unique index quarantine_by_revision on quarantine (revision);

create table drop_reports (
  source text not null,
  id text not null,
  received_at integer not null,
  reason text not null,
  count integer not null,
  primary key (source, id)
) strict, without rowid;

-- counted as they change, because the activity page asks often and a count of a big table reads all of it
create table counters (
  name text primary key,
  n integer not null default 0
) strict, without rowid;
create table delivery_counters (
  destination text not null,
  state text not null,
  n integer not null default 0,
  primary key (destination, state)
) strict, without rowid;
create trigger outbox_inserted after insert on outbox begin
  insert into delivery_counters values (new.destination, new.state, 1)
    on conflict do update set n = n + 1;
end;
create trigger outbox_moved after update of state on outbox when old.state <> new.state begin
  update delivery_counters set n = n - 1 where destination = old.destination and state = old.state;
  insert into delivery_counters values (new.destination, new.state, 1)
    on conflict do update set n = n + 1;
end;
`;
