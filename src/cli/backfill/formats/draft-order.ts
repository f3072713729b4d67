import { toMajor } from '../../../relay/identity/money.ts';
import { orderCancelled, orderCompleted } from '../../../relay/sources/order-messages.ts';
import type { Cell } from '../csv/cells.ts';
import type { Columns } from '../csv/columns.ts';
import type { Row } from '../csv/read-rows.ts';
import { refused, skipped, type Draft, type Group, type HistoryMessage } from '../draft.ts';
import type { OrderField } from './order-fields.ts';
import { readBuyer } from './read-buyer.ts';
import { readLines } from './read-lines.ts';
import { isTest, readOrder, type HistoricOrder } from './read-order.ts';
import type { Terms } from './terms.ts';

/** What the relay computes of a person's orders, and tells destinations. */
const ATTRIBUTES = ['orders_count', 'lifetime_value', 'aov', 'first_order_at', 'last_order_at'] as const;

/** The first column of a reason: "Lineitem price: …" is counted under its name. */
const codeOf = (reason: string): string => reason.split(':')[0] ?? reason;

const completedOf = ({ order, refundedMinor }: HistoricOrder): HistoryMessage => {
  const message = orderCompleted(order);
  // the single refunds, their ids and their times are not in an export: the sum is state of the order, and no event
  const refunds = refundedMinor > 0 ? { refunded: toMajor(refundedMinor, order.currency) } : {};
  return { ...message, properties: { ...message.properties, ...refunds } };
};

const messagesOf = (historic: HistoricOrder): readonly HistoryMessage[] => {
  const { order, cancelledAt, cancelReason } = historic;
  const { orderId, buyer } = order;
  if (cancelledAt === undefined) return [completedOf(historic)];
  const cancellation = { orderId, at: cancelledAt, buyer, ...(cancelReason !== undefined && { reason: cancelReason }) };
  return [completedOf(historic), orderCancelled(cancellation)];
};

const notesOf = (
  { order, refundedMinor, cancelledAt }: HistoricOrder,
  ofLines: readonly string[],
): readonly string[] => [
  ...new Set(ofLines),
  ...(cancelledAt === undefined ? [] : ['cancelled order']),
  ...(refundedMinor > 0 ? ['refunded order'] : []),
  ...(order.lines.length === 0 ? ['order without a product line'] : []),
  ...(order.buyer.anonymousId === undefined ? [] : ['order with the id of its visitor']),
];

const ready = (historic: HistoricOrder, person: string, ofLines: readonly string[]): Draft => {
  const { order, cancelledAt, refundedMinor } = historic;
  return {
    kind: 'ready',
    person,
    at: order.placedAt,
    messages: messagesOf(historic),
    attributes: order.cartId === undefined ? ATTRIBUTES : [...ATTRIBUTES, 'last_cart_id'],
    phase: 0,
    sum: {
      currency: order.currency,
      paidMinor: order.totalMinor,
      refundedMinor,
      cancelled: cancelledAt !== undefined,
    },
    notes: notesOf(historic, ofLines),
  };
};

/** What a spreadsheet makes of a long number. */
const CUT = /^\d(\.\d+)?E\+\d+$/i;

/** What becomes of the rows of one order. */
export const draftOrder = ({ key, rows }: Group, columnsOf: (row: Row) => Columns<OrderField>, terms: Terms): Draft => {
  const [first] = rows;
  const columns = columnsOf(first);
  const head = (field: OrderField): string => columns.cell(first, field);
  if (head('id') === '')
    return refused(
      'first row missing',
      'the first row of this order is missing: give all parts of the export at once, in their order',
    );
  if (CUT.test(head('id')))
    return refused(
      'Id',
      `Id: ${JSON.stringify(head('id'))} came, which a spreadsheet has cut; expected the whole id: export the file again`,
    );
  if (isTest(head)) return skipped('test order', 'a test order');
  const { buyer, key: person, problem } = readBuyer(head('email'), head('phone'), head('userId'), head('anonymousId'));
  if (person === undefined) return skipped('names nobody', problem ?? 'it names nobody');
  let notes: readonly string[] = [];
  const lines = (currency: string): Cell<HistoricOrder['order']['lines']> => {
    const read = readLines(rows, columnsOf, currency, terms);
    if (!read.ok) return read;
    notes = read.value.notes;
    return { ok: true, value: read.value.lines };
  };
  const read = readOrder(first, columns, { id: key, buyer, lines }, terms);
  return read.ok ? ready(read.value, person, notes) : refused(codeOf(read.reason), read.reason);
};
