import type { Values } from '../compact.ts';
import { currencyAt, minorAt, recordAt, required } from '../fields.ts';

/**
 * The shop's own currency. Beside the plain fields, which are in it, newer payloads carry `…_set` with the shop's and the
 * customer's money.
 */
export const shopCurrency = (order: Values): string =>
  required(
    currencyAt(recordAt(recordAt(order, 'total_price_set'), 'shop_money'), 'currency_code') ??
      currencyAt(order, 'currency'),
    'currency',
    'an ISO 4217 code',
    order['currency'],
  );

/** `key` in the shop's money: of its set, else of the plain field. */
export const shopMinor = (record: Values, key: string, currency: string): number | undefined =>
  minorAt(recordAt(recordAt(record, `${key}_set`), 'shop_money'), 'amount', currency) ?? minorAt(record, key, currency);

/** What the customer saw, where that was another currency than the shop's. */
export const presentmentOf = (
  order: Values,
  currency: string,
): { readonly currency: string; readonly totalMinor: number } | undefined => {
  const money = recordAt(recordAt(order, 'total_price_set'), 'presentment_money');
  const seen = currencyAt(money, 'currency_code');
  if (seen === undefined || seen === currency) return undefined;
  const totalMinor = minorAt(money, 'amount', seen);
  return totalMinor === undefined ? undefined : { currency: seen, totalMinor };
};
