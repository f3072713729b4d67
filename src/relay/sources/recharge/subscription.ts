import { compact, type Values } from '../compact.ts';
import { currencyAt, idAt, minorAt, recordAt, requiredId, textAt, timeAt, Unreadable } from '../fields.ts';
import { isNamed } from '../order-messages.ts';
import type { Buyer } from '../order.ts';
import type { ShopSubscription } from '../subscription-messages.ts';

/** The shop's own id of something: an object by platform in newer versions of the API, a field of its own in older ones. */
export const externalId = (record: Values, kind: 'product' | 'variant' | 'customer'): string | undefined =>
  idAt(recordAt(record, `external_${kind}_id`), 'ecommerce') ?? idAt(record, `shopify_${kind}_id`);

/** The person by whatever the body names: the customer beside the object, or the object itself. */
export const buyerOf = (body: Values, record: Values): Buyer => {
  const beside = recordAt(body, 'customer');
  const customer = Object.keys(beside).length > 0 ? beside : recordAt(record, 'customer');
  const buyer = compact({
    userId: externalId(customer, 'customer') ?? externalId(record, 'customer'),
    email: textAt(customer, 'email') ?? textAt(record, 'email'),
    phone: textAt(customer, 'phone'),
  });
  if (isNamed(buyer)) return buyer;
  const way = 'an email or the shop’s customer id (create the webhook with included_objects: ["customer"])';
  throw new Unreadable('customer', way, undefined);
};

const intervalOf = (record: Values): string | undefined => {
  const count = idAt(record, 'order_interval_frequency');
  const unit = textAt(record, 'order_interval_unit');
  return count !== undefined && unit !== undefined ? `${count} ${unit}` : undefined;
};

/** Recharge's subscription in the neutral shape. */
export const subscriptionOf = (record: Values, buyer: Buyer, more: Values = {}): ShopSubscription => {
  const currency = currencyAt(record, 'presentment_currency') ?? currencyAt(record, 'currency');
  return {
    subscriptionId: requiredId(record, 'id', 'subscription.id'),
    buyer,
    more,
    ...compact({
      status: textAt(record, 'status'),
      productId: externalId(record, 'product'),
      variantId: externalId(record, 'variant'),
      name: textAt(record, 'product_title'),
      interval: intervalOf(record),
      nextChargeAt: timeAt(record, 'next_charge_scheduled_at'),
      priceMinor: minorAt(record, 'price', currency ?? ''),
      currency,
    }),
  };
};
