import { toMinor } from '../../identity/money.ts';
import { compact, type Values } from '../compact.ts';
import { currencyAt, idAt, listAt, numberAt, recordAt, required, requiredId, textAt, timeAt } from '../fields.ts';
import type { Buyer, OrderLine, ShopOrder } from '../order.ts';

/** `{ centAmount, fractionDigits, currencyCode }` in whole minor units of the currency; high precision has its own digits. */
const minorOf = (money: Values, currency: string): number | undefined => {
  const cents = numberAt(money, 'centAmount');
  if (cents === undefined) return undefined;
  return toMinor(cents / 10 ** (numberAt(money, 'fractionDigits') ?? 2), currency);
};

/** A name in several languages: the wanted one, else the first. */
const nameIn = (names: Values, locale: string | undefined): string | undefined =>
  (locale === undefined ? undefined : textAt(names, locale)) ??
  Object.keys(names).flatMap((key) => textAt(names, key) ?? [])[0];

export const buyerOf = (order: Values): Buyer => {
  const billing = recordAt(order, 'billingAddress');
  return compact({
    anonymousId: idAt(order, 'anonymousId'),
    userId: idAt(order, 'customerId'),
    email: textAt(order, 'customerEmail') ?? textAt(billing, 'email'),
    firstName: textAt(billing, 'firstName'),
    lastName: textAt(billing, 'lastName'),
  });
};

const lineOf = (line: Values, currency: string, locale: string | undefined): OrderLine | undefined => {
  const quantity = numberAt(line, 'quantity') ?? 0;
  if (quantity < 1) return undefined;
  const variant = recordAt(line, 'variant');
  const priceMinor = minorOf(recordAt(recordAt(line, 'price'), 'value'), currency);
  const paid = minorOf(recordAt(line, 'totalPrice'), currency);
  const whole = priceMinor === undefined ? undefined : priceMinor * quantity;
  return {
    productId: requiredId(line, 'productId', 'lineItems.productId'),
    quantity,
    ...compact({
      variantId: idAt(variant, 'id'),
      sku: textAt(variant, 'sku'),
      name: nameIn(recordAt(line, 'name'), locale),
      priceMinor,
      discountMinor: whole === undefined || paid === undefined || paid >= whole ? undefined : whole - paid,
    }),
  };
};

/** commercetools' order in the neutral shape. Its own anonymousId and cart are the join. */
export const commercetoolsOrder = (order: Values, locale: string | undefined): ShopOrder => {
  const total = recordAt(order, 'totalPrice');
  const currency = required(
    currencyAt(total, 'currencyCode'),
    'order.totalPrice.currencyCode',
    'an ISO 4217 code',
    undefined,
  );
  const taxed = recordAt(order, 'taxedPrice');
  const gross = minorOf(recordAt(taxed, 'totalGross'), currency) ?? minorOf(total, currency);
  return {
    orderId: requiredId(order, 'id', 'order.id'),
    placedAt: required(timeAt(order, 'createdAt'), 'order.createdAt', 'a time (ISO 8601)', order['createdAt']),
    currency,
    lines: listAt(order, 'lineItems').flatMap((line) => lineOf(line, currency, locale) ?? []),
    totalMinor: required(gross, 'order.totalPrice', 'an amount in minor units', order['totalPrice']),
    discountCodes: [],
    buyer: buyerOf(order),
    channel: textAt(order, 'origin') === 'Merchant' ? 'draft' : 'online',
    ...compact({
      name: textAt(order, 'orderNumber'),
      taxMinor: minorOf(recordAt(taxed, 'totalTax'), currency),
      shippingMinor: minorOf(recordAt(recordAt(order, 'shippingInfo'), 'price'), currency),
      cartId: idAt(recordAt(order, 'cart'), 'id'),
    }),
  };
};
