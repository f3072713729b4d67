/** Adds what erasing and forgetting need, and what tells losses. */
export const forgettingSchema = `
-- keyed digests of what named somebody who was erased: what happened until then is not taken in again
create table tombstones (
  hash text primary key,
  erased_at integer not null
) strict, without rowid;

-- what named a person before a merge or a change of address: whoever asks to be erased may use an old one
create table former_keys (
  key text not null,
  value text not null,
  person text not null,
  primary key (key, value, person)
) strict, without rowid;
create index former_keys_by_person on former_keys (person);

-- whom a destination has still to erase, or cannot
create table erasures (
  destination text not null,
  lane text not null,
  keys text not null,
  visitors text not null,
  at integer not null,
  refused text,
  primary key (destination, lane)
) strict, without rowid;

-- which numbers of a tab's messages have come, as ranges
create table tabs (
  source text not null,
  tab text not null,
  seen text not null,
  last_at integer not null,
  primary key (source, tab)
) strict, without rowid;
create index tabs_by_age on tabs (last_at);

-- 1: came with a server key, whose history may be sent again after years; kept as long as the message
alter table message_keys add column lasting integer not null default 0;
drop index message_keys_by_age;
create index message_keys_by_age on message_keys (received_at) where lasting = 0;

-- a new row is counted at the end of its transaction, so what becomes of it in the same one may be counted before it
drop trigger outbox_deleted;
create trigger outbox_deleted after delete on outbox begin
  insert into delivery_counters values (old.destination, old.state, -1) on conflict do update set n = n - 1;
end;
drop trigger outbox_moved;
create trigger outbox_moved after update of state on outbox when old.state <> new.state begin
  insert into delivery_counters values (old.destination, old.state, -1) on conflict do update set n = n - 1;
  insert into delivery_counters values (new.destination, new.state, 1) on conflict do update set n = n + 1;
end;
`;
