import type { Buyer, OrderChannel, OrderLine, ShopOrder } from '../../../relay/sources/order.ts';
import { compact } from '../../../relay/sources/compact.ts';
import { readCurrency, readFlag, readMinor, readMoment, type Cell } from '../csv/cells.ts';
import type { Columns } from '../csv/columns.ts';
import type { Row } from '../csv/read-rows.ts';
import { readStamp } from './note-attributes.ts';
import type { OrderField } from './order-fields.ts';
import type { Terms } from './terms.ts';

/** An order with what only a file of history says of it. */
export interface HistoricOrder {
  readonly order: ShopOrder;
  readonly cancelledAt?: number;
  readonly cancelReason?: string;
  /** Given back so far, in all. */
  readonly refundedMinor: number;
}

type Head = (field: OrderField) => string;

const channels: readonly (readonly [RegExp, OrderChannel])[] = [
  [/^(web|online|online_store|)$/i, 'online'],
  [/^pos$/i, 'pos'],
  [/draft/i, 'draft'],
  [/subscription|renewal|recurring/i, 'renewal'],
];

const channelOf = (source: string): OrderChannel => channels.find(([pattern]) => pattern.test(source))?.[1] ?? 'other';

const MONEY = {
  total: 'Total',
  subtotal: 'Subtotal',
  discount: 'Discount',
  shipping: 'Shipping',
  tax: 'Taxes',
  refunded: 'Refunded amount',
} as const;
type MoneyField = keyof typeof MONEY;

const readMoney = (head: Head, currency: string, { money }: Terms): Cell<Record<MoneyField, number>> => {
  const amounts = { total: 0, subtotal: 0, discount: 0, shipping: 0, tax: 0, refunded: 0 };
  for (const field of Object.keys(MONEY) as MoneyField[]) {
    const read = readMinor(MONEY[field], head(field), currency, money);
    if (!read.ok) return read;
    amounts[field] = read.value;
  }
  return { ok: true, value: amounts };
};

interface Moments {
  readonly placedAt: number;
  readonly cancelledAt?: number;
}

const readMoments = (head: Head, { now, utcOffset }: Terms): Cell<Moments> => {
  const placed = readMoment('Created at', head('placedAt'), now, utcOffset);
  if (!placed.ok) return placed;
  const text = head('cancelledAt');
  if (text === '') return { ok: true, value: { placedAt: placed.value } };
  const cancelled = readMoment('Cancelled at', text, now, utcOffset);
  return cancelled.ok ? { ok: true, value: { placedAt: placed.value, cancelledAt: cancelled.value } } : cancelled;
};

const listOf = (text: string): readonly string[] =>
  text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const BOGUS = /\bbogus\b/i;

/** An order that was made to try the shop out. */
export const isTest = (head: Head): boolean => {
  const flag = readFlag('Test', head('test'));
  return (flag.ok && flag.value === true) || BOGUS.test(head('payment'));
};

export interface OrderParts {
  readonly id: string;
  readonly buyer: Buyer;
  readonly lines: (currency: string) => Cell<readonly OrderLine[]>;
}

/** Reads an order by its first row. */
export const readOrder = (
  row: Row,
  columns: Columns<OrderField>,
  { id, buyer, lines: linesIn }: OrderParts,
  terms: Terms,
): Cell<HistoricOrder> => {
  const head: Head = (field) => columns.cell(row, field);
  const currency = readCurrency('Currency', head('currency'));
  if (!currency.ok) return currency;
  if (head('total') === '') return { ok: false, reason: 'Total: nothing came; expected an amount such as "49.00"' };
  const moments = readMoments(head, terms);
  if (!moments.ok) return moments;
  const money = readMoney(head, currency.value, terms);
  if (!money.ok) return money;
  const lines = linesIn(currency.value);
  if (!lines.ok) return lines;
  const { total, subtotal, discount, shipping, tax, refunded } = money.value;
  const stamp = readStamp(head('notes'));
  const anonymousId = buyer.anonymousId ?? stamp.anonymousId;
  const { cancelledAt, placedAt } = moments.value;
  const order: ShopOrder = {
    ...{ orderId: id, placedAt, currency: currency.value, lines: lines.value, totalMinor: total },
    ...{ channel: channelOf(head('channel')), discountCodes: listOf(head('discountCodes')) },
    buyer: { ...buyer, ...(anonymousId !== undefined && { anonymousId }) },
    ...compact({
      name: head('name') || undefined,
      cartId: (head('cartId') || stamp.cartId) ?? undefined,
      checkoutId: head('checkoutId') || undefined,
      subscriptionId: head('subscriptionId') || undefined,
    }),
    ...(head('subtotal') !== '' && { subtotalMinor: subtotal }),
    ...(head('discount') !== '' && { discountMinor: discount }),
    ...(head('shipping') !== '' && { shippingMinor: shipping }),
    ...(head('tax') !== '' && { taxMinor: tax }),
  };
  const cancelReason = head('cancelReason');
  return {
    ok: true,
    value: {
      order,
      refundedMinor: refunded,
      ...(cancelledAt !== undefined && { cancelledAt }),
      ...(cancelReason !== '' && { cancelReason }),
    },
  };
};
