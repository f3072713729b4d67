import { compact, type Values } from '../compact.ts';
import { currencyAt, idAt, listAt, minorAt, numberAt, recordAt, required, requiredId, textAt } from '../fields.ts';
import type { Buyer, OrderChannel, OrderLine, ShopOrder } from '../order.ts';
import { stampOf } from '../stamp.ts';
import { gmtAt } from './time.ts';

/** WooCommerce Subscriptions writes the subscription's id here on the orders that it makes by itself. */
const RENEWAL_META = '_subscription_renewal';

const metaOf = (order: Values, key: string): string | undefined => {
  const found = listAt(order, 'meta_data').find((one) => one['key'] === key);
  return found && idAt(found, 'value');
};

/** Customer 0 is a guest. */
export const buyerOf = (order: Values): Buyer => {
  const billing = recordAt(order, 'billing');
  return compact({
    anonymousId: stampOf(listAt(order, 'meta_data')).anonymousId,
    userId: idAt(order, 'customer_id'),
    email: textAt(billing, 'email'),
    phone: textAt(billing, 'phone'),
    firstName: textAt(billing, 'first_name'),
    lastName: textAt(billing, 'last_name'),
  });
};

const channelOf = (order: Values, renewalOf: string | undefined): OrderChannel => {
  if (renewalOf !== undefined || textAt(order, 'created_via') === 'subscription') return 'renewal';
  const via = textAt(order, 'created_via') ?? '';
  return /checkout|store-api/.test(via) ? 'online' : via === 'admin' ? 'draft' : 'other';
};

const lineOf = (line: Values, currency: string): OrderLine | undefined => {
  const quantity = numberAt(line, 'quantity') ?? 0;
  if (quantity < 1) return undefined;
  const whole = minorAt(line, 'subtotal', currency);
  const paid = minorAt(line, 'total', currency);
  return {
    productId: idAt(line, 'product_id') ?? `line-${idAt(line, 'id') ?? 'unknown'}`,
    quantity,
    ...compact({
      variantId: idAt(line, 'variation_id'),
      name: textAt(line, 'name'),
      sku: textAt(line, 'sku'),
      priceMinor: whole === undefined ? undefined : Math.round(whole / quantity),
      discountMinor: whole === undefined || paid === undefined ? undefined : whole - paid || undefined,
    }),
  };
};

/** WooCommerce's order in the neutral shape. */
export const wooOrder = (order: Values): ShopOrder => {
  const currency = required(currencyAt(order, 'currency'), 'currency', 'an ISO 4217 code', order['currency']);
  const renewalOf = metaOf(order, RENEWAL_META);
  const money = (key: string): number | undefined => minorAt(order, key, currency);
  return {
    orderId: requiredId(order, 'id'),
    placedAt: required(gmtAt(order, 'date_created'), 'date_created_gmt', 'a time', order['date_created_gmt']),
    currency,
    lines: listAt(order, 'line_items').flatMap((line) => lineOf(line, currency) ?? []),
    totalMinor: required(money('total'), 'total', 'an amount such as "49.00"', order['total']),
    discountCodes: listAt(order, 'coupon_lines').flatMap((one) => textAt(one, 'code') ?? []),
    buyer: buyerOf(order),
    channel: channelOf(order, renewalOf),
    ...compact({
      name: textAt(order, 'number') && `#${textAt(order, 'number')}`,
      discountMinor: money('discount_total'),
      shippingMinor: money('shipping_total'),
      taxMinor: money('total_tax'),
      cartId: stampOf(listAt(order, 'meta_data')).cartId,
      subscriptionId: renewalOf,
    }),
  };
};
