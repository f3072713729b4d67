import { compact, type Values } from '../compact.ts';
import { recordAt, textAt, timeAt } from '../fields.ts';
import { secretsOf, type Secrets } from '../signature.ts';
import { ignored, messages, type Mapped, type ParsedDelivery, type Source } from '../source.ts';
import { subscriptionMessage, type SubscriptionEvent } from '../subscription-messages.ts';
import { isChargeTopic, mapCharge } from './charge.ts';
import { verifyRecharge } from './signature.ts';
import { buyerOf, subscriptionOf } from './subscription.ts';

export interface RechargeOptions {
  /** The API client secret of the token that made the webhooks; the old and the new one while they are exchanged. */
  readonly secret: Secrets;
  /** Its addresses are /sources/<name>/<topic>. Default "recharge". */
  readonly name?: string;
}

const events: Readonly<Record<string, readonly [event: SubscriptionEvent, time: string]>> = {
  'subscription/created': ['subscription_created', 'created_at'],
  'subscription/activated': ['subscription_resumed', 'updated_at'],
  'subscription/paused': ['subscription_paused', 'updated_at'],
  'subscription/cancelled': ['subscription_cancelled', 'cancelled_at'],
};

const OTHERS: Readonly<Record<string, string>> = {
  'subscription/skipped': 'one delivery was skipped; the subscription goes on',
  'order/processed': 'orders are told by the shop’s own platform',
  'order/created': 'orders are told by the shop’s own platform',
};

const mapSubscription = (topic: string, body: Values, receivedAt: number): Mapped => {
  const record = recordAt(body, 'subscription');
  const [event, time] = events[topic] ?? ['subscription_created', 'created_at'];
  const at = timeAt(record, time) ?? timeAt(record, 'updated_at') ?? receivedAt;
  const more = compact({ reason: textAt(record, 'cancellation_reason') });
  return messages(subscriptionMessage(event, subscriptionOf(record, buyerOf(body, record), more), at));
};

/**
 * Recharge's webhooks, each topic at an address of its own: `/sources/recharge/charge/paid`. They tell of subscriptions;
 * the orders that those make come from the shop's platform.
 *
 * @example
 * sources: [shopify({ … }), recharge({ secret: process.env.RECHARGE_CLIENT_SECRET })]
 */
export const recharge = ({ secret, name = 'recharge' }: RechargeOptions): Source => {
  const secrets = secretsOf('recharge', secret);
  return {
    name,
    tellsOrders: false,
    secrets,
    verify: (delivery) => verifyRecharge(delivery, secrets),
    describe: ({ path, headers }) => ({ topic: path || (headers.get('x-recharge-topic') ?? 'unknown') }),
    toMessages: ({ topic, body, receivedAt }: ParsedDelivery) => {
      if (Object.hasOwn(events, topic)) return mapSubscription(topic, body, receivedAt);
      if (isChargeTopic(topic)) return mapCharge(topic, body, receivedAt);
      return ignored(OTHERS[topic] ?? `the topic "${topic}" says nothing that is used; the address ends in the topic`);
    },
  };
};
