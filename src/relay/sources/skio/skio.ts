import { isRecord } from '../../record.ts';
import { compact, type Values } from '../compact.ts';
import { currencyAt, idAt, minorAt, recordAt, required, textAt, timeAt, Unreadable } from '../fields.ts';
import { isNamed } from '../order-messages.ts';
import type { Buyer } from '../order.ts';
import { isToken, secretsOf, type Secrets } from '../signature.ts';
import { forged, genuine, ignored, messages, type Mapped, type ParsedDelivery, type Source } from '../source.ts';
import { subscriptionMessage, type SubscriptionEvent } from '../subscription-messages.ts';

export interface SkioOptions {
  /** The webhook token, which Skio puts into each body; the old and the new one while they are exchanged. */
  readonly secret: Secrets;
  /** Its address is /sources/<name>. Default "skio". */
  readonly name?: string;
}

const events: Readonly<Record<string, SubscriptionEvent>> = {
  subscriptionCreated: 'subscription_created',
  subscriptionCancelled: 'subscription_cancelled',
  subscriptionReactivated: 'subscription_resumed',
  subscriptionPaused: 'subscription_paused',
  subscriptionResumed: 'subscription_resumed',
  billingAttemptSuccess: 'subscription_renewed',
  billingAttemptFailure: 'payment_failed',
  upcomingOrder: 'charge_upcoming',
};

/** The first of several spellings: Skio's schema has changed, and a name of its own is not worth a lost event. */
const first = <T>(record: Values, names: readonly string[], read: (record: Values, name: string) => T | undefined) =>
  names.map((name) => read(record, name)).find((value) => value !== undefined);

const buyerOf = (properties: Values): Buyer => {
  const customer = recordAt(properties, 'customer');
  const buyer = compact({
    userId: first(properties, ['shopifyCustomerId', 'customerId'], idAt) ?? idAt(customer, 'shopifyId'),
    email: first(properties, ['email', 'customerEmail'], textAt) ?? textAt(customer, 'email'),
  });
  if (isNamed(buyer)) return buyer;
  throw new Unreadable('properties.email', 'an email', properties['email']);
};

const mapEvent = (event: SubscriptionEvent, properties: Values, receivedAt: number): Mapped => {
  const subscription = recordAt(properties, 'subscription');
  const id = first(properties, ['subscriptionId', 'id'], idAt) ?? idAt(subscription, 'id');
  const currency = currencyAt(properties, 'currency') ?? currencyAt(properties, 'currencyCode');
  const at = first(properties, ['occurredAt', 'cancelledAt', 'updatedAt', 'createdAt'], timeAt) ?? receivedAt;
  const facts = compact({
    status: textAt(properties, 'status') ?? textAt(subscription, 'status'),
    productId: first(properties, ['shopifyProductId', 'productId'], idAt),
    variantId: first(properties, ['shopifyVariantId', 'variantId'], idAt),
    name: first(properties, ['productTitle', 'productName'], textAt),
    nextChargeAt: first(properties, ['nextBillingDate', 'nextOrderDate'], timeAt),
    priceMinor: minorAt(properties, 'price', currency ?? ''),
    currency,
  });
  const subscriptionId = required(id, 'properties.subscriptionId', 'an id', undefined);
  const more = compact({ reason: first(properties, ['cancelReason', 'reason', 'errorMessage'], textAt) });
  const told = { subscriptionId, buyer: buyerOf(properties), more, ...facts };
  return messages(subscriptionMessage(event, told, Math.min(at, receivedAt)));
};

const parse = (raw: Uint8Array): Values => {
  try {
    const body: unknown = JSON.parse(new TextDecoder().decode(raw));
    return isRecord(body) ? body : {};
  } catch {
    return {}; // it has no token then, and is refused
  }
};

/**
 * Skio's webhooks. They are not signed: each body carries the token, so give the relay an https address. They tell of
 * subscriptions; the orders that those make come from the shop's platform.
 *
 * @example
 * sources: [shopify({ … }), skio({ secret: process.env.SKIO_WEBHOOK_TOKEN })]
 */
export const skio = ({ secret, name = 'skio' }: SkioOptions): Source => {
  const secrets = secretsOf('skio', secret);
  return {
    name,
    tellsOrders: false,
    secrets,
    verify: ({ raw }) =>
      isToken(parse(raw)['skioWebhookToken'], secrets)
        ? genuine
        : forged('the token is missing or wrong (skioWebhookToken)'),
    describe: ({ raw }) => ({ topic: textAt(parse(raw), 'eventName') ?? 'unknown' }),
    withoutSecrets: (text) => secrets.reduce((rest, one) => rest.replaceAll(JSON.stringify(one), '"[secret]"'), text),
    toMessages: ({ topic, body, receivedAt }: ParsedDelivery) => {
      const event = Object.hasOwn(events, topic) ? events[topic] : undefined;
      if (event) return mapEvent(event, recordAt(body, 'properties'), receivedAt);
      const isOrder = topic === 'orderPlaced';
      return ignored(
        isOrder ? 'orders are told by the shop’s own platform' : `the event "${topic}" says nothing that is used`,
      );
    },
  };
};
