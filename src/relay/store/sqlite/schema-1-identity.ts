/** The part of version 1 that says who is who, and whose what is. */
export const identityTables = `
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
  changed_at integer not null,
  -- the latest order that named no cart; carts filled before it are taken to be bought with it
  bought_at integer,
  merged_into text
) strict, without rowid;
create table linked_persons (
  one text not null,
  other text not null,
  reason text not null,
  at integer not null,
  primary key (one, other)
) strict, without rowid;

create table link_tokens (
  hash text primary key,
  person text not null,
  made_at integer not null
) strict, without rowid;
create index link_tokens_by_person on link_tokens (person, made_at);
create table secrets (
  name text primary key,
  value text not null
) strict, without rowid;

create index linked_persons_by_other on linked_persons (other);

create table visitors (
  anonymous_id text primary key,
  first_seen_at integer not null,
  claimed_user_id text,
  -- the browser made this id when it had lost that one
  joined_to text,
  has_cookie integer not null default 0
) strict, without rowid;
-- a visitor is a person from this moment on, until the next link begins
create table links (
  anonymous_id text not null,
  from_at integer not null,
  person text not null,
  primary key (anonymous_id, from_at)
) strict, without rowid;

-- history of these visitors is still being released to these persons, whose lanes wait for it
create table releases (
  anonymous_id text not null,
  person text not null,
  primary key (person, anonymous_id)
) strict, without rowid;

create table carts (
  cart_id text primary key,
  -- who used it last
  person text,
  visitor text,
  intent_at integer,
  filled integer not null default 0,
  closed_at integer,
  closed_by text,
  -- to whom the shop's server sold it
  buyer text
) strict, without rowid;
create index carts_by_person on carts (person, intent_at) where person is not null;
create table cart_visitors (
  anonymous_id text not null,
  cart_id text not null,
  last_at integer not null,
  primary key (anonymous_id, cart_id)
) strict, without rowid;
create index cart_visitors_by_cart on cart_visitors (cart_id, last_at);
create table checkouts (
  checkout_id text primary key,
  cart_id text,
  closed_at integer,
  closed_by text
) strict, without rowid;
create table orders (
  order_id text primary key,
  person text,
  from_server integer not null,
  -- JSON, see identity/orders.ts
  state text not null
) strict, without rowid;
create index orders_by_person on orders (person) where person is not null;
`;
