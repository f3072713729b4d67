import { compact, type Values } from '../compact.ts';
import { currencyAt, idAt, minorAt, numberAt, recordAt, required, requiredId, textAt } from '../fields.ts';
import type { OrderChannel, OrderLine, ShopOrder } from '../order.ts';

const channels: Readonly<Record<string, OrderChannel>> = {
  www: 'online',
  iphone: 'online',
  android: 'online',
  manual: 'draft',
};

const channelOf = (source: string): OrderChannel => channels[source] ?? (source.includes('pos') ? 'pos' : 'other');

/** BigCommerce writes times as RFC 2822: "Sun, 22 Nov 2026 09:59:30 +0000". */
const timeOf = (text: string | undefined): number | undefined => {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? undefined : ms;
};

const lineOf = (line: Values, currency: string): OrderLine | undefined => {
  const quantity = numberAt(line, 'quantity') ?? 0;
  if (quantity < 1) return undefined;
  return {
    productId: idAt(line, 'product_id') ?? `line-${idAt(line, 'id') ?? 'unknown'}`,
    quantity,
    ...compact({
      variantId: idAt(line, 'variant_id'),
      name: textAt(line, 'name'),
      sku: textAt(line, 'sku'),
      brand: textAt(line, 'brand'),
      priceMinor: minorAt(line, 'price_inc_tax', currency),
    }),
  };
};

/** BigCommerce's order in the neutral shape. @param cartId of the webhook, which is the cleanest join of all. */
export const bigcommerceOrder = (order: Values, products: readonly Values[], cartId: string | undefined): ShopOrder => {
  const currency = required(
    currencyAt(order, 'default_currency_code') ?? currencyAt(order, 'currency_code'),
    'currency_code',
    'an ISO 4217 code',
    order['currency_code'],
  );
  const billing = recordAt(order, 'billing_address');
  const created = textAt(order, 'date_created');
  const money = (key: string): number | undefined => minorAt(order, key, currency);
  return {
    orderId: requiredId(order, 'id'),
    placedAt: required(timeOf(created), 'date_created', 'a time (RFC 2822)', created),
    currency,
    lines: products.flatMap((line) => lineOf(line, currency) ?? []),
    totalMinor: required(money('total_inc_tax'), 'total_inc_tax', 'an amount such as "49.00"', order['total_inc_tax']),
    discountCodes: [],
    channel: channelOf(textAt(order, 'order_source') ?? ''),
    buyer: compact({
      userId: idAt(order, 'customer_id'),
      email: textAt(billing, 'email'),
      phone: textAt(billing, 'phone'),
      firstName: textAt(billing, 'first_name'),
      lastName: textAt(billing, 'last_name'),
    }),
    ...compact({
      name: `#${requiredId(order, 'id')}`,
      subtotalMinor: money('subtotal_inc_tax'),
      discountMinor: money('discount_amount') || undefined,
      shippingMinor: money('shipping_cost_inc_tax'),
      taxMinor: money('total_tax'),
      cartId: cartId ?? textAt(order, 'cart_id'),
    }),
  };
};
