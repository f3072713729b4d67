import { closingTime } from '../../identity/carts.ts';
import { isOrder, isRenewal, joinKeysOf, propertiesOf } from '../../identity/join-keys.ts';
import { asOf, isHistory } from '../../identity/history.ts';
import { applyOrderEvent, noOrder, withRefundTotal, type Order } from '../../identity/orders.ts';
import type { Message } from '../../../schema.ts';
import {
  closeCart,
  learnCheckout,
  openCartOf,
  openCartOfVisitor,
  readCart,
  rememberCartVisitor,
  resolveCart,
} from './carts.ts';
import type { Tables } from './tables.ts';

/** An order event as the store needs it. */
export interface OrderReport {
  readonly message: Message;
  readonly at: number;
  readonly fromServer: boolean;
  readonly person: string | undefined;
  readonly visitor: string | undefined;
}

interface OrderRow {
  readonly person: string | null;
  readonly from_server: number;
  readonly state: string;
}

export const ordersOf = ({ sql }: Tables, person: string): readonly Order[] =>
  sql
    .all<{ state: string }>('select state from orders where person = ?', person)
    .map(({ state }) => JSON.parse(state) as Order); // written by applyToOrder

export const personOfOrder = ({ sql }: Tables, orderId: string): string | undefined =>
  sql.get<{ person: string | null }>('select person from orders where order_id = ?', orderId)?.person ?? undefined;

/** A page may close a cart that nobody has used yet, or that this visitor has; not a stranger's. */
const mayClose = ({ sql }: Tables, cartId: string, { fromServer, visitor }: OrderReport): boolean => {
  if (fromServer) return true;
  const users = sql.get<{ n: number; own: number }>(
    'select count(*) as n, coalesce(sum(anonymous_id = ?), 0) as own from cart_visitors where cart_id = ?',
    visitor ?? '',
    cartId,
  );
  return users?.n === 0 || (users?.own ?? 0) > 0;
};

/** The cart of an order that names none: what the visitor, else the person, had open. A renewal was in no cart. */
const openCart = (tables: Tables, { message, at, person, visitor }: OrderReport): string | undefined => {
  if (isRenewal(message)) return undefined;
  const ofVisitor = visitor === undefined ? undefined : openCartOfVisitor(tables, visitor, at);
  if (ofVisitor !== undefined || person === undefined) return ofVisitor;
  const ofPerson = openCartOf(tables, person) ?? undefined;
  return ofPerson !== undefined && (readCart(tables, ofPerson)?.intent_at ?? Infinity) <= at ? ofPerson : undefined;
};

const closeCheckout = ({ sql }: Tables, checkoutId: string, at: number, by: string): void => {
  sql.run(
    `insert into checkouts (checkout_id, closed_at, closed_by) values (?1, ?2, ?3) on conflict do update set
       closed_by = ?3, closed_at = max(coalesce(closed_at, 0), ?2)`,
    checkoutId,
    at,
    by,
  );
};

/** The order's cart is yet to come: whatever the person fills in before this moment was bought. */
const rememberPurchase = ({ sql }: Tables, { message, person }: OrderReport, at: number): void => {
  if (person === undefined || isRenewal(message)) return;
  sql.run('update persons set bought_at = max(coalesce(bought_at, 0), ?) where id = ?', at, person);
};

/**
 * An order closes its cart: the one it names, else the one of its checkout, else what its visitor or its person had
 * open. Done before anything is released. Returns the cart, and the persons whose state it changes.
 */
export const closeByOrder = (
  tables: Tables,
  report: OrderReport,
): { readonly cartId?: string; readonly touched: readonly string[] } => {
  if (!isOrder(report.message)) return { touched: [] };
  const { cartId, checkoutId, orderId } = joinKeysOf(report.message);
  const at = closingTime(report.at);
  const target =
    resolveCart(tables, { ...(cartId && { cartId }), ...(checkoutId && { checkoutId }) }) ??
    openCart(tables, { ...report, at });
  if (target !== undefined && !mayClose(tables, target, report)) return { cartId: target, touched: [] };
  const by = `order ${orderId ?? 'without an id'}`;
  if (checkoutId !== undefined) closeCheckout(tables, checkoutId, at, by);
  if (target === undefined) {
    rememberPurchase(tables, report, at);
    return { touched: [] };
  }
  const learnt = checkoutId === undefined ? [] : learnCheckout(tables, target, checkoutId);
  if (report.visitor !== undefined) rememberCartVisitor(tables, target, report.visitor, report.at);
  const buyer = report.fromServer ? report.person : undefined;
  return { cartId: target, touched: [...learnt, ...closeCart(tables, target, at, by, buyer)] };
};

/** What an order event says of its order: a server's word replaces a page's, never the other way round. */
export const applyToOrder = (tables: Tables, report: OrderReport, cartId: string | undefined): string[] => {
  const { message, at, fromServer, person } = report;
  const { orderId } = joinKeysOf(message);
  if (orderId === undefined || message.type !== 'track' || !message.event.startsWith('order_')) return [];
  const row = tables.sql.get<OrderRow>('select person, from_server, state from orders where order_id = ?', orderId);
  const known = row ? (JSON.parse(row.state) as Order) : noOrder; // written below
  const completes = isOrder(message);
  const isKnown = completes && known.at !== undefined && row?.from_server === 1;
  const properties = propertiesOf(message);
  const recorded = isHistory(message) ? asOf(message, at) : undefined;
  if (isKnown && recorded === undefined) return [];
  const state = isKnown
    ? withRefundTotal(known, properties, recorded) // an export that comes later knows of refunds that nobody reported
    : applyOrderEvent(known, message.event, { at, properties, cartId, asOf: recorded });
  const owner = completes && !isKnown ? (person ?? row?.person) : (row?.person ?? person);
  tables.sql.run(
    `insert into orders values (?, ?, ?, ?) on conflict do update set
       person = excluded.person, from_server = excluded.from_server, state = excluded.state`,
    orderId,
    owner ?? null,
    Number(completes ? fromServer : row?.from_server === 1),
    JSON.stringify(state),
  );
  return [row?.person ?? [], owner ?? []].flat();
};
