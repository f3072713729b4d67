import { joinKeysOf } from '../../identity/join-keys.ts';
import { visitorOf } from '../../identity/keys.ts';
import type { NewMessage, VisitorJoin } from '../store.ts';
import { count, type Tables } from './tables.ts';

interface VisitorRow {
  readonly joined_to: string | null;
  readonly has_cookie: number;
}

const readVisitor = ({ sql }: Tables, anonymousId: string): VisitorRow | undefined =>
  sql.get<VisitorRow>('select joined_to, has_cookie from visitors where anonymous_id = ?', anonymousId);

const addVisitor = (tables: Tables, visitor: string, firstSeenAt: number): void => {
  const text = 'insert into visitors (anonymous_id, first_seen_at) values (?, ?) on conflict do nothing';
  if (tables.sql.run(text, visitor, firstSeenAt)) count(tables, 'visitors');
};

/**
 * The visitor of a message, remembered from now on: the one whose cookie the browser kept, where its script had lost
 * the id.
 */
export const takeVisitor = (tables: Tables, input: NewMessage): string | undefined => {
  const named = visitorOf(input);
  if (named === undefined) return undefined;
  const known = readVisitor(tables, named);
  const visitor = known?.joined_to ?? named;
  if (!known || visitor !== named) addVisitor(tables, visitor, input.receivedAt);
  if (input.cookieVisitor === visitor)
    tables.sql.run('update visitors set has_cookie = 1 where anonymous_id = ? and has_cookie = 0', visitor);
  return visitor;
};

/**
 * A browser that had lost its id has made a new one; its cookie says who it was. Only an id that nobody has used yet
 * can be joined so: else whoever knows a stranger's id could take over what the stranger did.
 */
export const joinVisitor = ({ sql }: Tables, { anonymousId, to, at }: VisitorJoin): void => {
  if (anonymousId === to) return;
  sql.run(
    'insert into visitors (anonymous_id, first_seen_at, joined_to) values (?, ?, ?) on conflict do nothing',
    anonymousId,
    at,
    to,
  );
};

/** Whether the visitor's browser has shown the relay's cookie. */
export const hasCookie = (tables: Tables, visitor: string): boolean => readVisitor(tables, visitor)?.has_cookie === 1;

const usedCart = ({ sql }: Tables, visitor: string, cartId: string): boolean =>
  sql.get('select 1 from cart_visitors where anonymous_id = ? and cart_id = ?', visitor, cartId) !== undefined;

/**
 * A visitor whose browser has shown the relay's cookie is linked to nobody by a page that comes without it, unless it
 * names the visitor's cart: to know an anonymous id is not enough.
 */
export const isGuarded = (tables: Tables, input: NewMessage, visitor: string): boolean => {
  if (input.fromServer || input.cookieVisitor === visitor || !hasCookie(tables, visitor)) return false;
  const { context } = input.message;
  const named = joinKeysOf(input.message).cartId ?? context?.['cart_id'];
  return typeof named !== 'string' || !usedCart(tables, visitor, named);
};
