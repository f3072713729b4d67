import { compact, type Values } from '../compact.ts';
import { idAt, recordAt, required, requiredId, textAt } from '../fields.ts';
import { hmacOf, isSignedBy, secretsOf, type Secrets } from '../signature.ts';
import {
  forged,
  genuine,
  ignored,
  messages,
  type Mapped,
  type RawDelivery,
  type Source,
  type Verification,
} from '../source.ts';
import { mapOrder } from './order-topics.ts';
import { gmtAt } from './time.ts';

export interface WoocommerceOptions {
  /** The secret of the webhook (WooCommerce → Settings → Advanced → Webhooks); the old and the new one while they are exchanged. */
  readonly secret: Secrets;
  /** Its address is /sources/<name>. Default "woocommerce". */
  readonly name?: string;
}

const PING = /^webhook_id=\d{1,20}$/;
const MAX_PING_BYTES = 40;

const isPing = ({ raw }: RawDelivery): boolean =>
  raw.length <= MAX_PING_BYTES && PING.test(new TextDecoder().decode(raw));

const verify = async (delivery: RawDelivery, secrets: readonly string[]): Promise<Verification> => {
  const given = delivery.headers.get('x-wc-webhook-signature');
  // when a webhook is saved WooCommerce tries its address without a signature, and wants 200
  if (given === null)
    return isPing(delivery) ? { status: 'ping' } : forged('the signature is missing (X-WC-Webhook-Signature)');
  const isRight = await isSignedBy(given, secrets, (secret) => hmacOf(secret, delivery.raw, 'base64'));
  return isRight ? genuine : forged('the signature is wrong (X-WC-Webhook-Signature)');
};

const mapCustomer = (customer: Values): Mapped => {
  const userId = requiredId(customer, 'id');
  const at = required(
    gmtAt(customer, 'date_modified') ?? gmtAt(customer, 'date_created'),
    'date_modified_gmt',
    'a time',
    customer['date_modified_gmt'],
  );
  const billing = recordAt(customer, 'billing');
  return messages({
    type: 'identify',
    messageId: `identify:customer:${userId}:${at}`,
    userId,
    timestamp: new Date(at).toISOString(),
    traits: compact({
      email: textAt(customer, 'email'),
      phone: textAt(billing, 'phone'),
      first_name: textAt(customer, 'first_name') ?? textAt(billing, 'first_name'),
      last_name: textAt(customer, 'last_name') ?? textAt(billing, 'last_name'),
      country: textAt(billing, 'country'),
    }),
  });
};

/**
 * WooCommerce's webhooks: orders with their refunds, and customers.
 *
 * @example
 * sources: [woocommerce({ secret: process.env.WC_WEBHOOK_SECRET })]
 */
export const woocommerce = ({ secret, name = 'woocommerce' }: WoocommerceOptions): Source => {
  const secrets = secretsOf('woocommerce', secret);
  return {
    name,
    tellsOrders: true,
    secrets,
    verify: (delivery) => verify(delivery, secrets),
    describe: ({ headers }) => ({
      id: idAt({ id: headers.get('x-wc-webhook-delivery-id') }, 'id'),
      topic: headers.get('x-wc-webhook-topic')?.toLowerCase() ?? 'unknown',
    }),
    toMessages: ({ topic, body }) => {
      if (topic === 'order.created' || topic === 'order.updated') return mapOrder(body);
      if (topic === 'customer.created' || topic === 'customer.updated') return mapCustomer(body);
      return ignored(`the topic "${topic}" says nothing that is used`);
    },
  };
};
