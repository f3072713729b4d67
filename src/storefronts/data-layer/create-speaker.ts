import type { LineItem } from '../../index.ts';
import { createKnownCart } from '../known-cart.ts';
import type { ShopClient } from '../page-client.ts';
import { amountOf, currencyOf, readItems, textOf, type Raw } from './read-item.ts';

export interface DataLayerOptions {
  /** The array's name on `window`. Default "dataLayer". */
  readonly name?: string | undefined;
  /**
   * `server` (default): orders come from the shop's back end, and a `purchase` only says who it was and ends the cart.
   * `browser`: a `purchase` is an `order_completed`; anybody can forge it, and some are missed.
   */
  readonly orders?: 'server' | 'browser' | undefined;
  /** ISO 4217, where the layer names none. */
  readonly currency?: string | undefined;
}

/** Events that show the whole cart, and how far a checkout is. */
const carts: Readonly<Record<string, readonly [event: string, step?: string]>> = {
  view_cart: ['cart_viewed'],
  begin_checkout: ['checkout_started'],
  add_shipping_info: ['checkout_progressed', 'shipping'],
  add_payment_info: ['checkout_progressed', 'payment'],
};

/** A cart after lines were added (`sign` 1) or taken out (-1). */
const changed = (cart: readonly LineItem[], lines: readonly LineItem[], sign: number): LineItem[] => {
  const items = cart.map((item) => ({ ...item }));
  for (const line of lines) {
    const found = items.find(
      ({ product_id, variant_id }) => product_id === line.product_id && variant_id === line.variant_id,
    );
    if (found) Object.assign(found, line, { quantity: found.quantity + sign * line.quantity });
    else if (sign > 0) items.push({ ...line });
  }
  return items.filter(({ quantity }) => quantity > 0);
};

const orderOf = (from: Raw): Raw => {
  const coupon = textOf(from['coupon']);
  return {
    order_id: textOf(from['transaction_id'], from['id']),
    total: amountOf(from['value'] ?? from['revenue']),
    shipping: amountOf(from['shipping']),
    tax: amountOf(from['tax']),
    discount_codes: coupon && [coupon],
  };
};

/**
 * Says to the client what a GA4 event says, by its name and its parameters; an event that it does not know says nothing.
 *
 * @param count hears of each event with lines what it carried
 */
export const createSpeaker = (
  client: ShopClient,
  { orders, currency: defaultCurrency }: DataLayerOptions,
  live: boolean,
  count: (name: string, lines: readonly LineItem[], currency: string | undefined) => void,
): ((name: string, from: Raw) => void) => {
  const cart = createKnownCart((now) => client.cart.set(now), live);
  const track = client.track as (event: string, properties: object) => void; // the relay checks what a foreign layer wrote

  return (name, from) => {
    const said = currencyOf(from['currency'], from['currencyCode']);
    const items = readItems(from['items'] ?? from['products'] ?? from['impressions'] ?? []);
    const known = cart.read();
    const currency = said ?? (known.currency || defaultCurrency);
    const set = (lines: readonly LineItem[]): object => {
      const now = { cart_id: known.cart_id, currency: currency ?? '', items: lines };
      cart.write(now);
      return now;
    };
    const seen = carts[name];
    const sign = name === 'add_to_cart' ? 1 : name === 'remove_from_cart' ? -1 : 0;
    const list_id = textOf(from['item_list_id'], from['item_list_name'], from['list']);
    const query = textOf(from['search_term']);
    if (items[0]) count(name, items, said);
    if (seen) {
      const [event, step] = seen;
      const now = set(items[0] ? items : known.items); // without lines it says nothing of the cart
      track(event, step ? { cart_id: known.cart_id, step } : now);
    } else if (sign) set(changed(known.items, items, sign));
    else if (name === 'purchase') {
      if (orders === 'browser') track('order_completed', { cart_id: known.cart_id, ...orderOf(from), currency, items });
      cart.renew();
    } else if (name === 'sign_up') track('signed_up', { source: textOf(from['method']) ?? 'data_layer' });
    else if (name === 'view_item' && items[0]) track('product_viewed', { ...items[0], quantity: undefined, currency });
    else if (name === 'view_item_list' && list_id) track('product_list_viewed', { list_id, items });
    else if (query) track('products_searched', { query });
  };
};
