import { identityTables } from './schema-1-identity.ts';

/** The tables of version 1. Times are Unix milliseconds, bodies JSON. */
export const schema1: string = `${identityTables}
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
  -- 1: it is the person's by its visitor, not by a key that it brought
  by_link integer not null,
  trusted integer not null,
  from_server integer not null,
  counts integer not null,
  business_key text,
  -- 1: a signal of what somebody may buy, stale once that is bought
  intent integer not null,
  cart_id text,
  checkout_id text,
  order_id text,
  occurred_at integer not null,
  -- occurred_at, but after the message that precedes it in its tab
  moment integer not null,
  received_at integer not null,
  tab text,
  tab_index integer,
  incomplete text not null,
  body text not null
) strict;
create unique index messages_by_revision on messages (revision);
create index messages_held on messages (anonymous_id, moment) where person is null;
create index messages_held_since on messages (received_at) where person is null;
create index messages_by_visitor on messages (anonymous_id, moment) where by_link = 1;
create index messages_by_person on messages (person) where person is not null;
create index messages_by_tab on messages (tab, tab_index, source) where tab is not null;
-- what names nobody but a cart or an order, until that is somebody's
create index messages_of_cart on messages (cart_id) where person is null and anonymous_id is null and cart_id is not null;
create index messages_of_order on messages (order_id) where person is null and anonymous_id is null and order_id is not null;

-- apart from the messages, so that those can be dropped while the keys go on refusing what was seen
create table message_keys (
  source text not null,
  message_id text not null,
  hash text not null,
  received_at integer not null,
  primary key (source, message_id)
) strict, without rowid;
create index message_keys_by_age on message_keys (received_at);
create table business_keys (
  business_key text primary key,
  seq integer not null
) strict, without rowid;

create table outbox (
  destination text not null,
  seq integer not null,
  state text not null,
  lane text,
  moment integer not null,
  tab text not null,
  tab_index integer not null,
  attempts integer not null default 0,
  failing_since integer,
  next_at integer not null default 0,
  reason text,
  primary key (seq, destination)
) strict, without rowid;
create index outbox_lane on outbox (destination, lane, moment, tab, tab_index, seq) where state = 'pending';

create table lanes (
  destination text not null,
  lane text not null,
  due_at integer,
  not_before integer not null default 0,
  token integer not null default 0,
  leased_until integer not null default 0,
  delivered_version integer not null default 0,
  memory text not null default '{}',
  -- when the destination was last given a link token, and when one went out that it has not answered yet
  link_at integer,
  link_offered_at integer,
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
create trigger outbox_deleted after delete on outbox begin
  update delivery_counters set n = n - 1 where destination = old.destination and state = old.state;
end;
create trigger outbox_moved after update of state on outbox when old.state <> new.state begin
  update delivery_counters set n = n - 1 where destination = old.destination and state = old.state;
  insert into delivery_counters values (new.destination, new.state, 1)
    on conflict do update set n = n + 1;
end;
`;
