import { plainCartId } from '../../normalise/cart-id.ts';
import { compact, type Values } from '../compact.ts';
import { currencyAt, listAt, required, requiredId, textAt, timeAt } from '../fields.ts';
import { aboutBuyer, isNamed, lineItemOf } from '../order-messages.ts';
import { ignored, messages, type Mapped } from '../source.ts';
import { stampOf } from '../stamp.ts';
import { buyerOf, linesOf } from './order.ts';

/** Who tells of carts and checkouts: the shop's page, as it does with Cartline in it, or these webhooks. */
export type CartsFrom = 'page' | 'webhook';

/** Shown beside a checkout of a webhook where the page tells of it. */
export const PAGE_TELLS = 'the page tells of checkouts; this one teaches whose cart it is';

const isoAt = (record: Values, key: string): string =>
  new Date(required(timeAt(record, key), key, 'a time (ISO 8601)', record[key])).toISOString();

/** `carts/create|update`: what is in a cart, and nothing of whose it is. */
export const mapCart = (cart: Values, from: CartsFrom): Mapped => {
  if (from === 'page') return ignored('the page tells of carts, and this webhook names nobody');
  const token = plainCartId(requiredId(cart, 'token'));
  const currency = currencyAt(cart, 'currency') ?? '';
  return messages({
    type: 'track',
    event: 'cart_viewed',
    messageId: `cart:${token}:${isoAt(cart, 'updated_at')}`,
    timestamp: isoAt(cart, 'updated_at'),
    properties: compact({
      cart_id: token,
      items: linesOf(cart, currency).map((line) => lineItemOf(line, currency)),
      currency: currency || undefined,
    }),
  });
};

/**
 * `checkouts/create|update`: ties the checkout to its cart, and both to a person as soon as an address was given. One
 * message a checkout; with the page telling of it too, it is kept for what it teaches, and not delivered.
 */
export const mapCheckout = (checkout: Values, from: CartsFrom): Mapped => {
  if (timeAt(checkout, 'completed_at') !== undefined) return ignored('the checkout is completed: its order tells');
  const buyer = buyerOf(checkout);
  if (!isNamed(buyer) && buyer.anonymousId === undefined) return ignored('the checkout names nobody yet');
  const token = requiredId(checkout, 'token');
  const currency = currencyAt(checkout, 'currency') ?? '';
  const cartId = stampOf(listAt(checkout, 'note_attributes')).cartId ?? textAt(checkout, 'cart_token');
  return messages({
    type: 'track',
    event: 'checkout_started',
    messageId: `checkout_started:${token}`,
    timestamp: isoAt(checkout, 'created_at'),
    ...aboutBuyer(buyer),
    properties: compact({
      checkout_id: token,
      cart_id: cartId === undefined ? undefined : plainCartId(cartId),
      items: linesOf(checkout, currency).map((line) => lineItemOf(line, currency)),
      currency: currency || undefined,
      checkout_url: textAt(checkout, 'abandoned_checkout_url'),
    }),
    ...(from === 'page' && { withheld: PAGE_TELLS }),
  });
};
