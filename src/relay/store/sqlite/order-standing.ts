import { toMajor } from '../../identity/money.ts';
import type { Order } from '../../identity/orders.ts';
import type { OrderStanding, OrderState } from '../orders.ts';
import type { Tables } from './tables.ts';

interface ReportRow {
  readonly order_id: string;
  readonly state: OrderState | null;
  readonly reason: string | null;
}

interface PaidRow {
  readonly order_id: string;
  readonly state: string;
}

/** Of several destinations, and of several reports, the one that is furthest behind says how the order stands. */
const BEHIND: readonly OrderState[] = ['dead', 'pending', 'held', 'withheld', 'delivered'];

/** The report that stands for the order, by its business key; a report that names nobody has none. */
const REPORTS = `
  with asked as (select value as order_id from json_each(?1)),
  reports as (
    select a.order_id, k.seq from asked a join business_keys k on k.business_key = 'order_completed:' || a.order_id
    union
    select a.order_id, m.seq from asked a join messages m on m.order_id = a.order_id
    where m.person is null and m.anonymous_id is null and m.event = 'order_completed'
  )
  select r.order_id, o.state, o.reason from reports r left join outbox o on o.seq = r.seq`;

/** The quarantine is short, and read whole: nothing else says which order a refused message was about. */
const QUARANTINED = `
  select json_extract(body, '$.properties.order_id') as order_id, 'quarantined' as state, reason from quarantine
  where json_valid(body) and json_extract(body, '$.properties.order_id') in (select value from json_each(?1))`;

const PAID = 'select order_id, state from orders where order_id in (select value from json_each(?1))';

const rank = ({ state }: ReportRow): number => BEHIND.indexOf(state ?? 'delivered');

/** By order the row that counts. Without destinations a stored report is all there is to deliver. */
const furthestBehind = (rows: readonly ReportRow[]): ReadonlyMap<string, ReportRow> =>
  new Map(rows.toSorted((a, b) => rank(b) - rank(a)).map((row) => [row.order_id, row]));

const paidOf = (row: PaidRow | undefined): Pick<OrderStanding, 'total' | 'currency'> => {
  if (!row) return {};
  const { at, paidMinor, currency = '' } = JSON.parse(row.state) as Order; // written by applyToOrder
  return at === undefined ? {} : { total: toMajor(paidMinor, currency), ...(currency !== '' && { currency }) };
};

/** How each of these orders stands. */
export const readStanding = ({ sql }: Tables, orderIds: readonly string[]): readonly OrderStanding[] => {
  const asked = JSON.stringify(orderIds);
  const reported = furthestBehind(sql.all<ReportRow>(REPORTS, asked));
  const quarantined = furthestBehind(sql.all<ReportRow>(QUARANTINED, asked));
  const paid = new Map(sql.all<PaidRow>(PAID, asked).map((row) => [row.order_id, row]));
  return orderIds.map((orderId) => {
    const row = reported.get(orderId) ?? quarantined.get(orderId);
    const state = row ? (row.state ?? 'delivered') : 'unknown';
    return {
      orderId,
      state,
      ...(typeof row?.reason === 'string' && { reason: row.reason }),
      ...paidOf(paid.get(orderId)),
    };
  });
};
