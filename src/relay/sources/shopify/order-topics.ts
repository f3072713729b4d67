import { consentChanged } from '../consent-messages.ts';
import type { Values } from '../compact.ts';
import { compact } from '../compact.ts';
import { requiredId, textAt, timeAt } from '../fields.ts';
import { buyerIdentified, isNamed, orderCancelled, orderCompleted } from '../order-messages.ts';
import type { ShopOrder } from '../order.ts';
import { ignored, messages, type Mapped } from '../source.ts';
import type { SourceMessage } from '../source-message.ts';
import { buyerOf, shopifyOrder } from './order.ts';

/** When an order counts: as soon as it is placed, or once it is paid. */
export type CompletedBy = 'create' | 'paid';

/** Money that was there, also where some of it went back since. */
const paid: ReadonlySet<string> = new Set(['paid', 'partially_refunded', 'refunded']);

/** The box of the checkout. An empty box withdraws nothing: many shops do not show it to who has said yes before. */
const consentOf = (order: Values, { orderId, placedAt, buyer }: ShopOrder): SourceMessage[] =>
  order['buyer_accepts_marketing'] === true && buyer.email !== undefined
    ? [
        consentChanged(
          { channel: 'email', granted: true, at: placedAt, source: 'shopify_checkout', key: orderId },
          compact({ userId: buyer.userId, email: buyer.email }),
        ),
      ]
    : [];

const cancelled = (order: Values, at: number): Mapped =>
  messages(
    orderCancelled({
      orderId: requiredId(order, 'id'),
      at,
      buyer: buyerOf(order),
      ...compact({ reason: textAt(order, 'cancel_reason') }),
    }),
  );

/**
 * Any of Shopify's order webhooks. Each carries the whole order as it is then, so each of them can tell that it was
 * placed: what came first does, and the others repeat it. An edit is no second order.
 */
export const mapOrder = (order: Values, completedBy: CompletedBy): Mapped => {
  if (order['test'] === true) return ignored('a test order');
  const cancelledAt = timeAt(order, 'cancelled_at');
  if (cancelledAt !== undefined) return cancelled(order, cancelledAt);
  const status = textAt(order, 'financial_status') ?? 'unknown';
  if (completedBy === 'paid' && !paid.has(status)) return ignored(`the order waits for payment (${status})`);
  const neutral = shopifyOrder(order);
  // a person who is named nowhere is joined by the cart, or by a later report of the order
  const about = isNamed(neutral.buyer) ? [...buyerIdentified(neutral), ...consentOf(order, neutral)] : [];
  return messages(orderCompleted(neutral), ...about);
};
