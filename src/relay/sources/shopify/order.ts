import { compact, type Values } from '../compact.ts';
import { idAt, listAt, numberAt, recordAt, required, requiredId, textAt, timeAt } from '../fields.ts';
import type { Buyer, OrderChannel, OrderLine, ShopOrder } from '../order.ts';
import { stampOf } from '../stamp.ts';
import { presentmentOf, shopCurrency, shopMinor } from './money.ts';

/** Where Shopify says an order was made; anything else is an app's own number or name. */
const channels: Readonly<Record<string, OrderChannel>> = {
  web: 'online',
  pos: 'pos',
  iphone: 'pos',
  android: 'pos',
  shopify_draft_order: 'draft',
  subscription_contract: 'renewal',
  subscription_contract_checkout_one: 'renewal',
};

/** Recharge makes its renewals as an app, under a number of its own, and tags them. */
const RENEWAL_TAG = 'subscription recurring order';

const isTaggedRenewal = (order: Values): boolean =>
  (textAt(order, 'tags') ?? '').split(',').some((tag) => tag.trim().toLowerCase() === RENEWAL_TAG);

const channelOf = (order: Values): OrderChannel =>
  isTaggedRenewal(order) ? 'renewal' : (channels[textAt(order, 'source_name') ?? ''] ?? 'other');

/** The buyer of an order, a checkout or a refund's order. */
export const buyerOf = (order: Values): Buyer => {
  const customer = recordAt(order, 'customer');
  const address = recordAt(order, 'billing_address');
  return compact({
    anonymousId: stampOf(listAt(order, 'note_attributes')).anonymousId,
    userId: idAt(customer, 'id'),
    email: textAt(order, 'email') ?? textAt(order, 'contact_email') ?? textAt(customer, 'email'),
    phone: textAt(order, 'phone') ?? textAt(customer, 'phone'),
    firstName: textAt(customer, 'first_name') ?? textAt(address, 'first_name'),
    lastName: textAt(customer, 'last_name') ?? textAt(address, 'last_name'),
  });
};

/** What is sold without a product (a custom line of a draft, a tip) is named by what there is. */
const productIdOf = (line: Values): string =>
  idAt(line, 'product_id') ??
  idAt(line, 'variant_id') ??
  textAt(line, 'sku') ??
  `line-${idAt(line, 'id') ?? 'unknown'}`;

const allocated = (line: Values, currency: string): number =>
  listAt(line, 'discount_allocations').reduce((sum, one) => sum + (shopMinor(one, 'amount', currency) ?? 0), 0);

/** A line of an order or a checkout; undefined for one that an edit has emptied. */
export const lineOf = (line: Values, currency: string): OrderLine | undefined => {
  const quantity = numberAt(line, 'quantity') ?? 0;
  if (quantity < 1) return undefined;
  return {
    productId: productIdOf(line),
    quantity,
    ...compact({
      variantId: idAt(line, 'variant_id'),
      name: textAt(line, 'title') ?? textAt(line, 'name'),
      variant: textAt(line, 'variant_title'),
      sku: textAt(line, 'sku'),
      brand: textAt(line, 'vendor'),
      priceMinor: shopMinor(line, 'price', currency),
      discountMinor: allocated(line, currency) || undefined,
    }),
  };
};

export const linesOf = (record: Values, currency: string): OrderLine[] =>
  listAt(record, 'line_items').flatMap((line) => lineOf(line, currency) ?? []);

const shippingOf = (order: Values, currency: string): number | undefined => {
  const whole = recordAt(order, 'total_shipping_price_set');
  if (Object.keys(whole).length > 0) return shopMinor(order, 'total_shipping_price', currency);
  const lines = listAt(order, 'shipping_lines');
  return lines.length === 0
    ? undefined
    : lines.reduce((sum, line) => sum + (shopMinor(line, 'price', currency) ?? 0), 0);
};

/** Shopify's order in the neutral shape, its money in the shop's currency. */
export const shopifyOrder = (order: Values): ShopOrder => {
  const currency = shopCurrency(order);
  const money = (key: string): number | undefined => shopMinor(order, key, currency);
  return {
    orderId: requiredId(order, 'id'),
    placedAt: required(timeAt(order, 'created_at'), 'created_at', 'a time (ISO 8601)', order['created_at']),
    currency,
    lines: linesOf(order, currency),
    totalMinor: required(money('total_price'), 'total_price', 'an amount such as "49.00"', order['total_price']),
    discountCodes: listAt(order, 'discount_codes').flatMap((code) => textAt(code, 'code') ?? []),
    buyer: buyerOf(order),
    channel: channelOf(order),
    ...compact({
      name: textAt(order, 'name'),
      subtotalMinor: money('subtotal_price'),
      discountMinor: money('total_discounts'),
      shippingMinor: shippingOf(order, currency),
      taxMinor: money('total_tax'),
      cartId: stampOf(listAt(order, 'note_attributes')).cartId ?? textAt(order, 'cart_token'),
      checkoutId: textAt(order, 'checkout_token'),
      presentment: presentmentOf(order, currency),
    }),
  };
};
