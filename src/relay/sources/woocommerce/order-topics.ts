import { compact, type Values } from '../compact.ts';
import { idAt, listAt, minorAt, required, requiredId, textAt } from '../fields.ts';
import { buyerIdentified, orderCancelled, orderCompleted, orderRefunded } from '../order-messages.ts';
import { ignored, messages, type Mapped } from '../source.ts';
import type { SourceMessage } from '../source-message.ts';
import { buyerOf, wooOrder } from './order.ts';
import { gmtAt } from './time.ts';

/** What an order has to be to count. "pending" waits for its payment, and mostly for ever. */
const placed: ReadonlySet<string> = new Set(['processing', 'completed', 'on-hold', 'refunded']);

const modifiedAt = (order: Values): number =>
  required(gmtAt(order, 'date_modified'), 'date_modified_gmt', 'a time', order['date_modified_gmt']);

/** The order lists all that went back so far, each negative and without a time of its own. */
const refundsOf = (order: Values, orderId: string, currency: string): SourceMessage[] =>
  listAt(order, 'refunds').flatMap((refund) => {
    const amountMinor = Math.abs(minorAt(refund, 'total', currency) ?? 0);
    const refundId = idAt(refund, 'id');
    if (amountMinor === 0 || refundId === undefined) return [];
    const reason = compact({ reason: textAt(refund, 'reason') });
    const about = { orderId, refundId, at: modifiedAt(order), amountMinor, currency, lines: [], buyer: buyerOf(order) };
    return [orderRefunded({ ...about, ...reason })];
  });

/** `order.created|updated`: each carries the whole order as it is then; what came first tells it. */
export const mapOrder = (order: Values): Mapped => {
  const status = textAt(order, 'status') ?? 'unknown';
  const orderId = requiredId(order, 'id');
  if (status === 'cancelled')
    return messages(orderCancelled({ orderId, at: modifiedAt(order), buyer: buyerOf(order) }));
  if (!placed.has(status))
    return ignored(`the order is "${status}": it counts when it is processing, on hold or completed`);
  const neutral = wooOrder(order);
  return messages(orderCompleted(neutral), ...buyerIdentified(neutral), ...refundsOf(order, orderId, neutral.currency));
};
