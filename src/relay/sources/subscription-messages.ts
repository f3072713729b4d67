import { toMajor } from '../identity/money.ts';
import { compact } from './compact.ts';
import { aboutBuyer } from './order-messages.ts';
import type { Buyer } from './order.ts';
import type { SourceMessage } from './source-message.ts';

/** What a platform says of one subscription. Money in whole minor units, times in Unix milliseconds. */
export interface ShopSubscription {
  readonly subscriptionId: string;
  readonly buyer: Buyer;
  readonly status?: string;
  readonly productId?: string;
  readonly variantId?: string;
  readonly name?: string;
  /** "1 month". */
  readonly interval?: string;
  readonly nextChargeAt?: number;
  readonly priceMinor?: number;
  readonly currency?: string;
  /** What more is worth telling, in the contract's names: `reason`, `charge_id`. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** What happened to it: the contract's events, and three that a shop acts on. */
export type SubscriptionEvent =
  | 'subscription_created'
  | 'subscription_renewed'
  | 'subscription_paused'
  | 'subscription_resumed'
  | 'subscription_cancelled'
  | 'charge_upcoming'
  | 'payment_failed'
  | 'payment_given_up';

/**
 * A message about a subscription.
 * @param key what tells this fact from the next of its kind: a charge's id, or the time.
 */
export const subscriptionMessage = (
  event: SubscriptionEvent,
  subscription: ShopSubscription,
  at: number,
  key: string | number = at,
): SourceMessage => {
  const { subscriptionId, nextChargeAt, priceMinor, currency } = subscription;
  return {
    type: 'track',
    event,
    messageId: `${event}:${subscriptionId}:${key}`,
    timestamp: new Date(at).toISOString(),
    ...aboutBuyer(subscription.buyer),
    properties: compact({
      subscription_id: subscriptionId,
      status: subscription.status?.toLowerCase(),
      product_id: subscription.productId,
      variant_id: subscription.variantId,
      name: subscription.name,
      interval: subscription.interval,
      next_charge_at: nextChargeAt === undefined ? undefined : new Date(nextChargeAt).toISOString(),
      price: priceMinor === undefined ? undefined : toMajor(priceMinor, currency ?? ''),
      currency,
      ...subscription.more,
    }),
  };
};
