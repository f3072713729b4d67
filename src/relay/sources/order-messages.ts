import { toMajor } from '../identity/money.ts';
import { plainCartId } from '../normalise/cart-id.ts';
import { compact, type Values } from './compact.ts';
import type { Buyer, OrderLine, ShopCancellation, ShopOrder, ShopRefund } from './order.ts';
import type { SourceMessage } from './source-message.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

/** Whom a message is about, where the Segment spec puts that. */
export const aboutBuyer = ({ anonymousId, userId, email, phone }: Buyer): Values => {
  const traits = compact({ email, phone });
  return compact({ anonymousId, userId, context: Object.keys(traits).length > 0 ? { traits } : undefined });
};

export const isNamed = ({ userId, email, phone }: Buyer): boolean => Boolean(userId ?? email ?? phone);

/** A line in the contract's form, its money in major units. */
export const lineItemOf = (line: OrderLine, currency: string): Values =>
  compact({
    product_id: line.productId,
    variant_id: line.variantId,
    name: line.name,
    variant: line.variant,
    sku: line.sku,
    brand: line.brand,
    category: line.category,
    quantity: line.quantity,
    price: major(line.priceMinor, currency),
    discount: line.discountMinor ? major(line.discountMinor, currency) : undefined,
  });

const major = (minor: number | undefined, currency: string): number | undefined =>
  minor === undefined ? undefined : toMajor(minor, currency);

/** A message has room for so many lines with their names, and for so many without. */
const WHOLE_LINES = 60;
const MOST_LINES = 250;

const briefly = ({ productId, variantId, quantity, priceMinor }: OrderLine): OrderLine => ({
  ...{ productId, quantity },
  ...compact({ variantId, priceMinor }),
});

/** All lines; of an order with very many only what counts, and of one with more than fit the first ones, marked. */
const linesOf = (lines: readonly OrderLine[], currency: string): Values => {
  const told = lines.length > WHOLE_LINES ? lines.slice(0, MOST_LINES).map(briefly) : lines;
  const items = told.map((line) => lineItemOf(line, currency));
  return lines.length > MOST_LINES ? { items, items_partial: true, items_count: lines.length } : { items };
};

const propertiesOf = (order: ShopOrder): Values => {
  const { currency, channel, presentment } = order;
  const money = (minor: number | undefined): number | undefined => major(minor, currency);
  return compact({
    order_id: order.orderId,
    order_name: order.name,
    cart_id: order.cartId === undefined ? undefined : plainCartId(order.cartId),
    checkout_id: order.checkoutId,
    subscription_id: order.subscriptionId,
    ...linesOf(order.lines, currency),
    currency,
    total: money(order.totalMinor),
    subtotal: money(order.subtotalMinor),
    discount: money(order.discountMinor),
    shipping: money(order.shippingMinor),
    tax: money(order.taxMinor),
    discount_codes: order.discountCodes.length > 0 ? order.discountCodes : undefined,
    channel,
    is_renewal: channel === 'renewal' ? true : undefined,
    presentment_currency: presentment?.currency,
    presentment_total: presentment && major(presentment.totalMinor, presentment.currency),
  });
};

/**
 * `order_completed` of an order. Its id is the order's, so that it is one message however many deliveries tell of it; a
 * report that names nobody has an id of its own, so that a later one can still say who it was.
 */
export const orderCompleted = (order: ShopOrder): SourceMessage => ({
  type: 'track',
  event: 'order_completed',
  messageId: `order_completed:${order.orderId}${isNamed(order.buyer) ? '' : ':unnamed'}`,
  timestamp: iso(order.placedAt),
  ...aboutBuyer(order.buyer),
  properties: propertiesOf(order),
});

/** What the order says of its buyer beside who it is; nothing where it says nothing. Moves no visitor: it names none. */
export const buyerIdentified = ({ orderId, placedAt, buyer }: ShopOrder): SourceMessage[] => {
  const names = compact({ first_name: buyer.firstName, last_name: buyer.lastName });
  if (!isNamed(buyer) || Object.keys(names).length === 0) return [];
  const { userId, email, phone } = buyer;
  const message = { type: 'identify', messageId: `identify:order:${orderId}`, timestamp: iso(placedAt) } as const;
  return [{ ...message, ...compact({ userId }), traits: compact({ email, phone, ...names }) }];
};

/** `order_refunded` of a refund; its person is the order's where the refund names none. */
export const orderRefunded = (refund: ShopRefund): SourceMessage => ({
  type: 'track',
  event: 'order_refunded',
  messageId: `order_refunded:${refund.orderId}:${refund.refundId}`,
  timestamp: iso(refund.at),
  ...aboutBuyer(refund.buyer),
  properties: compact({
    order_id: refund.orderId,
    refund_id: refund.refundId,
    amount: toMajor(refund.amountMinor, refund.currency),
    currency: refund.currency,
    items: refund.lines.length > 0 ? refund.lines.map((line) => lineItemOf(line, refund.currency)) : undefined,
    reason: refund.reason,
  }),
});

/** `order_cancelled`; its person is the order's where the cancellation names none. */
export const orderCancelled = ({ orderId, at, reason, buyer }: ShopCancellation): SourceMessage => ({
  type: 'track',
  event: 'order_cancelled',
  messageId: `order_cancelled:${orderId}`,
  timestamp: iso(at),
  ...aboutBuyer(buyer),
  properties: compact({ order_id: orderId, reason }),
});
