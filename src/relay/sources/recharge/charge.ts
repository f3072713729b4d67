import { compact, type Values } from '../compact.ts';
import { currencyAt, idAt, listAt, minorAt, numberAt, recordAt, requiredId, textAt, timeAt } from '../fields.ts';
import { ignored, messages, type Mapped } from '../source.ts';
import { subscriptionMessage, type ShopSubscription, type SubscriptionEvent } from '../subscription-messages.ts';
import { buyerOf, externalId } from './subscription.ts';

/** The charge of the checkout that began the subscription: its creation is told by itself. */
const isFirst = (charge: Values): boolean => (textAt(charge, 'type') ?? '').toLowerCase() === 'checkout';

const subscriptionIdOf = (line: Values): string | undefined => {
  const isSubscription = (textAt(line, 'purchase_item_type') ?? 'subscription') === 'subscription';
  return idAt(line, 'subscription_id') ?? (isSubscription ? idAt(line, 'purchase_item_id') : undefined);
};

const linesOf = (charge: Values, body: Values): ShopSubscription[] => {
  const buyer = buyerOf(body, charge);
  const currency = currencyAt(charge, 'currency');
  const more = compact({
    charge_id: requiredId(charge, 'id', 'charge.id'),
    order_id: idAt(recordAt(charge, 'external_order_id'), 'ecommerce') ?? idAt(charge, 'shopify_order_id'),
    reason: textAt(charge, 'error') ?? textAt(charge, 'error_type'),
    attempts: numberAt(charge, 'charge_attempts') ?? numberAt(charge, 'number_times_tried'),
  });
  return listAt(charge, 'line_items').flatMap((line) => {
    const subscriptionId = subscriptionIdOf(line);
    if (subscriptionId === undefined) return [];
    const facts = compact({
      productId: externalId(line, 'product'),
      variantId: externalId(line, 'variant'),
      name: textAt(line, 'title'),
      priceMinor: minorAt(line, 'unit_price', currency ?? '') ?? minorAt(line, 'price', currency ?? ''),
      currency,
    });
    return [{ subscriptionId, buyer, more, ...facts }];
  });
};

const events: Readonly<Record<string, SubscriptionEvent>> = {
  'charge/paid': 'subscription_renewed',
  'charge/failed': 'payment_failed',
  'charge/max_retries_reached': 'payment_given_up',
  'charge/upcoming': 'charge_upcoming',
};

export const isChargeTopic = (topic: string): boolean => Object.hasOwn(events, topic);

/** A charge tells of each subscription that it is for. The order that it makes is told by the shop's own platform. */
export const mapCharge = (topic: string, body: Values, receivedAt: number): Mapped => {
  const charge = recordAt(body, 'charge');
  const event = events[topic] ?? 'subscription_renewed';
  if (event === 'subscription_renewed' && isFirst(charge))
    return ignored('the first charge: subscription/created tells of it');
  const at = timeAt(charge, 'processed_at') ?? timeAt(charge, 'updated_at') ?? receivedAt;
  const attempt = numberAt(charge, 'charge_attempts') ?? numberAt(charge, 'number_times_tried');
  const key = `${requiredId(charge, 'id', 'charge.id')}${event === 'payment_failed' && attempt ? `:${attempt}` : ''}`;
  return messages(
    ...linesOf(charge, body).map((line) => subscriptionMessage(event, line, Math.min(at, receivedAt), key)),
  );
};
