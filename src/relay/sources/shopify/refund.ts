import { compact, type Values } from '../compact.ts';
import { currencyAt, listAt, minorAt, recordAt, required, requiredId, textAt, timeAt } from '../fields.ts';
import { orderRefunded } from '../order-messages.ts';
import type { OrderLine } from '../order.ts';
import { ignored, messages, type Mapped } from '../source.ts';
import { shopMinor } from './money.ts';
import { lineOf } from './order.ts';

interface Amount {
  readonly minor: number;
  readonly currency: string;
}

const succeeded = (refund: Values): readonly Values[] =>
  listAt(refund, 'transactions').filter(
    (one) => textAt(one, 'kind') === 'refund' && (textAt(one, 'status') ?? 'success') === 'success',
  );

const setCurrency = (record: Values, key: string): string | undefined =>
  currencyAt(recordAt(recordAt(record, key), 'shop_money'), 'currency_code');

/** The shop's own currency, where the refund's lines or adjustments say it. */
const shopCurrencyOf = (refund: Values): string | undefined =>
  listAt(refund, 'refund_line_items').flatMap((line) => setCurrency(line, 'subtotal_set') ?? [])[0] ??
  listAt(refund, 'order_adjustments').flatMap((one) => setCurrency(one, 'amount_set') ?? [])[0];

/** What the lines and adjustments (shipping, differences; negative for the customer's good) come to in the shop's money. */
const ofLines = (refund: Values, currency: string): number => {
  const sum = (list: readonly Values[], keys: readonly string[]): number =>
    list.reduce((total, one) => keys.reduce((all, key) => all + (shopMinor(one, key, currency) ?? 0), total), 0);
  const lines = sum(listAt(refund, 'refund_line_items'), ['subtotal', 'total_tax']);
  return lines - sum(listAt(refund, 'order_adjustments'), ['amount', 'tax_amount']);
};

/** What went back. Transactions are in the currency that was paid in; the order's money is in the shop's. */
const amountOf = (refund: Values): Amount => {
  const transactions = succeeded(refund);
  const shop = shopCurrencyOf(refund);
  const paidIn = transactions.flatMap((one) => currencyAt(one, 'currency') ?? [])[0] ?? shop;
  const currency = required(paidIn, 'transactions.currency', 'an ISO 4217 code', undefined);
  if (shop !== undefined && shop !== currency) return { minor: ofLines(refund, shop), currency: shop };
  const minor = transactions.reduce((sum, one) => sum + (minorAt(one, 'amount', currency) ?? 0), 0);
  return { minor, currency };
};

const refundedLines = (refund: Values, currency: string): OrderLine[] =>
  listAt(refund, 'refund_line_items').flatMap((one) => {
    const line = lineOf({ ...recordAt(one, 'line_item'), quantity: one['quantity'] }, currency);
    return line ?? [];
  });

/** `refunds/create`: names its order, and nobody; the person is the order's. */
export const mapRefund = (refund: Values): Mapped => {
  const transactions = succeeded(refund);
  if (transactions.length === 0) return ignored('no money was returned');
  if (transactions.every((one) => one['test'] === true)) return ignored('a refund of a test order');
  const { minor, currency } = amountOf(refund);
  if (minor <= 0) return ignored('no money was returned');
  return messages(
    orderRefunded({
      orderId: requiredId(refund, 'order_id'),
      refundId: requiredId(refund, 'id'),
      at: required(timeAt(refund, 'created_at'), 'created_at', 'a time (ISO 8601)', refund['created_at']),
      amountMinor: minor,
      currency,
      lines: refundedLines(refund, currency),
      buyer: {},
      ...compact({ reason: textAt(refund, 'note') }),
    }),
  );
};
