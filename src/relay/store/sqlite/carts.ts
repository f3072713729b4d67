import { isCartEvent, isOpen, isStale, withIntent, type Cart } from '../../identity/carts.ts';
import { isIntent, joinKeysOf, type JoinKeys } from '../../identity/join-keys.ts';
import type { Message } from '../../../schema.ts';
import type { Tables } from './tables.ts';

interface CartRow {
  readonly cart_id: string;
  readonly person: string | null;
  readonly visitor: string | null;
  readonly intent_at: number | null;
  readonly filled: number;
  readonly closed_at: number | null;
  readonly buyer: string | null;
}

export const cartOf = (row: CartRow | undefined): Cart => ({
  isFilled: row?.filled === 1,
  ...(row && row.intent_at !== null && { intentAt: row.intent_at }),
  ...(row && row.closed_at !== null && { closedAt: row.closed_at }),
});

export const readCart = ({ sql }: Tables, cartId: string): CartRow | undefined =>
  sql.get<CartRow>('select * from carts where cart_id = ?', cartId);

/** The cart that a message is about: the one it names, or the one its checkout was seen with. */
export const resolveCart = ({ sql }: Tables, { cartId, checkoutId }: JoinKeys): string | undefined => {
  if (cartId !== undefined || checkoutId === undefined) return cartId;
  const row = sql.get<{ cart_id: string | null }>('select cart_id from checkouts where checkout_id = ?', checkoutId);
  return row?.cart_id ?? undefined;
};

/** The id of the person's open cart: the one used last, unless it was emptied or bought. undefined: there never was one. */
export const openCartOf = ({ sql }: Tables, person: string): string | null | undefined => {
  const row = sql.get<CartRow>(
    'select * from carts where person = ? and intent_at is not null order by intent_at desc limit 1',
    person,
  );
  return row && (isOpen(cartOf(row)) ? row.cart_id : null);
};

/** The cart that a visitor had open by this moment. */
export const openCartOfVisitor = ({ sql }: Tables, visitor: string, at: number): string | undefined =>
  sql
    .all<CartRow>(
      `select c.* from cart_visitors v join carts c on c.cart_id = v.cart_id
       where v.anonymous_id = ? and c.intent_at <= ? order by c.intent_at desc limit 1`,
      visitor,
      at,
    )
    .find((row) => isOpen(cartOf(row)))?.cart_id;

/** Marks a cart as bought; returns whose state that changes. */
export const closeCart = (tables: Tables, cartId: string, at: number, by: string, buyer?: string): string[] => {
  tables.sql.run(
    `insert into carts (cart_id, closed_at, closed_by, buyer) values (?1, ?2, ?3, ?4) on conflict do update set
       closed_by = case when coalesce(closed_at, 0) <= ?2 then ?3 else closed_by end,
       buyer = coalesce(?4, buyer), closed_at = max(coalesce(closed_at, 0), ?2)`,
    cartId,
    at,
    by,
    buyer ?? null,
  );
  const user = readCart(tables, cartId)?.person ?? undefined;
  return user === undefined ? [] : [user];
};

/** Remembers that a checkout is of this cart; if either was bought before that was known, so was the cart. */
export const learnCheckout = (tables: Tables, cartId: string, checkoutId: string): string[] => {
  const { sql } = tables;
  sql.run(
    `insert into checkouts (checkout_id, cart_id) values (?, ?)
     on conflict do update set cart_id = coalesce(cart_id, excluded.cart_id)`,
    checkoutId,
    cartId,
  );
  const closed = sql.get<{ closed_at: number | null; closed_by: string | null }>(
    'select closed_at, closed_by from checkouts where checkout_id = ?',
    checkoutId,
  );
  return closed?.closed_at ? closeCart(tables, cartId, closed.closed_at, closed.closed_by ?? '') : [];
};

export const rememberCartVisitor = ({ sql }: Tables, cartId: string, visitor: string, at: number): void => {
  sql.run(
    'insert into cart_visitors values (?, ?, ?) on conflict do update set last_at = max(last_at, excluded.last_at)',
    visitor,
    cartId,
    at,
  );
};

interface Use {
  readonly message: Message;
  readonly at: number;
  readonly person: string | undefined;
  readonly visitor: string | undefined;
}

/** An order of the person that named no cart was of this one, if the cart was filled before it. */
const closeIfBought = (tables: Tables, cartId: string, person: string, at: number): string[] => {
  const row = tables.sql.get<{ bought_at: number | null }>('select bought_at from persons where id = ?', person);
  if (!row?.bought_at || row.bought_at < at || isStale(cartOf(readCart(tables, cartId)), at)) return [];
  return closeCart(tables, cartId, row.bought_at, 'an order that named no cart');
};

const writeUse = (tables: Tables, cartId: string, { message, at, person, visitor }: Use): string[] => {
  const row = readCart(tables, cartId);
  const before = cartOf(row);
  const after = withIntent(before, message, at);
  if (after === before) return [];
  tables.sql.run(
    `insert into carts (cart_id, person, visitor, intent_at, filled) values (?, ?, ?, ?, ?) on conflict do update set
       person = coalesce(excluded.person, person), visitor = coalesce(excluded.visitor, visitor),
       intent_at = excluded.intent_at, filled = excluded.filled`,
    cartId,
    person ?? null,
    visitor ?? null,
    at,
    Number(after.isFilled),
  );
  return [row?.person ?? [], person ?? []].flat();
};

/** Takes note of a cart event; returns the persons whose state it may have changed. */
export const noteIntent = (tables: Tables, use: Use): string[] => {
  const keys = joinKeysOf(use.message);
  const cartId = resolveCart(tables, keys);
  if (cartId === undefined || !isIntent(use.message)) return [];
  const { checkoutId } = keys;
  const learnt = checkoutId === undefined ? [] : learnCheckout(tables, cartId, checkoutId);
  if (!isCartEvent(use.message)) return learnt;
  if (use.visitor !== undefined) rememberCartVisitor(tables, cartId, use.visitor, use.at);
  const written = writeUse(tables, cartId, use);
  const bought = use.person === undefined ? [] : closeIfBought(tables, cartId, use.person, use.at);
  return [...learnt, ...written, ...bought];
};

interface Stretch {
  readonly person: string;
  readonly from: number;
  readonly until: number;
}

/** Gives carts that were nobody's to the person whom their visitor turned out to be. */
export const attachCarts = (tables: Tables, visitor: string, { person, from, until }: Stretch): string[] => {
  const carts = tables.sql.all<{ cart_id: string; intent_at: number }>(
    `select c.cart_id, c.intent_at from cart_visitors v join carts c on c.cart_id = v.cart_id
     where v.anonymous_id = ? and c.person is null and c.intent_at >= ? and c.intent_at < ?`,
    visitor,
    from,
    until,
  );
  return carts.flatMap(({ cart_id, intent_at }) => {
    tables.sql.run('update carts set person = ? where cart_id = ?', person, cart_id);
    return [person, ...closeIfBought(tables, cart_id, person, intent_at)];
  });
};

/** Carts of a stretch that turns out to have been another person's. */
export const reattachCarts = (
  { sql }: Tables,
  { visitor, from, until, before, person }: Stretch & { readonly visitor: string; readonly before: string },
): void => {
  sql.run(
    'update carts set person = ? where visitor = ? and person = ? and intent_at >= ? and intent_at < ?',
    person,
    visitor,
    before,
    from,
    until,
  );
};

/** Hands a visitor's open carts from one person to another; returns whose state that changes. */
export const moveCarts = ({ sql }: Tables, visitor: string, from: string, to: string, at: number): string[] => {
  const moved = sql.run(
    `update carts set person = ?1 where person = ?2 and filled = 1 and intent_at <= ?3
       and intent_at > coalesce(closed_at, 0)
       and cart_id in (select cart_id from cart_visitors where anonymous_id = ?4)`,
    to,
    from,
    at,
    visitor,
  );
  return moved > 0 ? [from, to] : [];
};
