import { handOver, HELD_COLUMNS, type HeldRow } from './release.ts';
import { personAt } from '../../identity/snapshot.ts';
import { readLinks } from './persons.ts';
import type { Tables } from './tables.ts';

/** So many messages that name nothing but one order or one cart are looked at; a shop sends a handful. */
const LIMIT = 200;

/** Hands what names a visitor's carts, and nobody, to the person whom the visitor is. */
export const handOverWaiting = (tables: Tables, visitor: string): string[] => {
  const links = readLinks(tables, visitor);
  const rows = tables.sql.all<HeldRow>(
    `select ${HELD_COLUMNS} from messages
     where person is null and anonymous_id is null and cart_id is not null
       and cart_id in (select cart_id from cart_visitors where anonymous_id = ?) order by moment limit ?`,
    visitor,
    LIMIT,
  );
  return rows.flatMap((row) => {
    const person = personAt(links, row.moment);
    return person === undefined ? [] : handOver(tables, [row], person);
  });
};

/** Hands what named nobody but an order, or its cart, to the one who turned out to have placed it. */
export const handOverOfOrder = (
  tables: Tables,
  { orderId, cartId }: { readonly orderId?: string | undefined; readonly cartId?: string | undefined },
  person: string,
): string[] => {
  const select = (column: 'order_id' | 'cart_id', value: string, trust: string): HeldRow[] =>
    tables.sql.all<HeldRow>(
      `select ${HELD_COLUMNS} from messages where person is null and anonymous_id is null and ${column} = ? ${trust}
       order by moment limit ?`,
      value,
      LIMIT,
    );
  // order ids are easy to guess: what a page says of one is nobody's
  const ofOrder = orderId === undefined ? [] : select('order_id', orderId, 'and from_server = 1');
  const ofCart = cartId === undefined ? [] : select('cart_id', cartId, '');
  const rows = new Map([...ofOrder, ...ofCart].map((row) => [row.seq, row]));
  return handOver(tables, [...rows.values()], person);
};
