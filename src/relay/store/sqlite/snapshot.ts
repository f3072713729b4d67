import { aliasKeys, aliasVisitor } from '../../identity/alias.ts';
import { isStale } from '../../identity/carts.ts';
import { isOrder, joinKeysOf } from '../../identity/join-keys.ts';
import { keysOf, type PersonKey } from '../../identity/keys.ts';
import { personAt, type CartVisitor, type Snapshot } from '../../identity/snapshot.ts';
import type { NewMessage } from '../store.ts';
import { cartOf, readCart, resolveCart } from './carts.ts';
import { invitation } from './link-tokens.ts';
import { personOfOrder } from './orders.ts';
import { keyColumns, knownPerson, readLinks, readPerson, type PersonRow } from './persons.ts';
import type { Tables } from './tables.ts';
import { isGuarded } from './visitors.ts';

/** Visitors of one cart who are looked at: more than a household has devices. */
const CART_VISITORS = 10;

/**
 * Whose the cart or the order is that a message names. A cart is joined by nothing but its id, which is hard to guess;
 * order ids are easy to guess, so they count from a server only.
 */
const joinedPerson = (tables: Tables, input: NewMessage, visitor: string | undefined): string | undefined => {
  const keys = joinKeysOf(input.message);
  const cartId = resolveCart(tables, keys);
  const cart = cartId === undefined ? undefined : readCart(tables, cartId);
  if (cart?.buyer && isStale(cartOf(cart), input.occurredAt)) return cart.buyer;
  if (visitor === undefined && cart?.person) return cart.person;
  return input.fromServer && keys.orderId !== undefined ? personOfOrder(tables, keys.orderId) : undefined;
};

const cartVisitors = (tables: Tables, input: NewMessage, visitor: string | undefined): readonly CartVisitor[] => {
  const cartId =
    input.fromServer && isOrder(input.message) ? resolveCart(tables, joinKeysOf(input.message)) : undefined;
  if (cartId === undefined) return [];
  return tables.sql
    .all<{ anonymous_id: string }>(
      'select anonymous_id from cart_visitors where cart_id = ? order by last_at desc limit ?',
      cartId,
      CART_VISITORS,
    )
    .filter(({ anonymous_id }) => anonymous_id !== visitor)
    .map(({ anonymous_id }) => ({ anonymousId: anonymous_id, links: readLinks(tables, anonymous_id) }));
};

const byKeys = ({ sql }: Tables, keys: readonly (readonly [PersonKey, string])[]): PersonRow[] =>
  keys.flatMap(([key, value]) => sql.all<PersonRow>(`select * from persons where ${keyColumns[key]} = ?`, value));

/** What the store knows of the visitor, the keys, the cart and the order of a message. */
export const readSnapshot = (tables: Tables, input: NewMessage, visitor: string | undefined): Snapshot => {
  const links = readLinks(tables, visitor ?? aliasVisitor(input));
  const isUnknown = personAt(links, input.occurredAt) === undefined;
  const joined = isUnknown ? joinedPerson(tables, input, visitor) : undefined;
  const invited = visitor !== undefined && links.length === 0 ? invitation(tables, input, visitor) : undefined;
  const visitors = cartVisitors(tables, input, visitor);
  const keys = [...(Object.entries(keysOf(input)) as [PersonKey, string][]), ...aliasKeys(input)]; // the keys of Keys
  const linked = [...links, ...visitors.flatMap((other) => other.links)].map(({ person }) => person);
  const ids = new Set([...linked, joined ?? '', invited?.person ?? ''].filter(Boolean));
  const rows = [...byKeys(tables, keys), ...[...ids].map((id) => readPerson(tables, id))];
  return {
    links,
    persons: [...new Map(rows.map((row) => [row.id, row])).values()].map(knownPerson),
    ...(joined !== undefined && { joined }),
    ...(invited && { invited }),
    cartVisitors: visitors,
    /** Asked for where somebody is to be linked only, which is seldom. */
    get isGuarded(): boolean {
      return visitor !== undefined && isGuarded(tables, input, visitor);
    },
  };
};
