import { compact, type Values } from './compact.ts';
import { textAt } from './fields.ts';

/** Names under which a page puts the visitor's id into a cart, so that it comes back with the order. */
const visitorNames: ReadonlySet<string> = new Set(['cartline_id', '_cartline_id']);
/** And the cart's id, where the platform's own differs from the page's. */
const cartNames: ReadonlySet<string> = new Set(['cartline_cart_id', '_cartline_cart_id']);

/** What a page has put into a cart for the order to bring back. */
export interface Stamp {
  readonly anonymousId?: string;
  readonly cartId?: string;
}

const valueOf = (pairs: readonly Values[], names: ReadonlySet<string>): string | undefined => {
  const pair = pairs.find((one) => names.has(nameOf(one) ?? ''));
  return pair && textAt(pair, 'value');
};

/** Shopify's webhooks say `name`, its pixel and WooCommerce say `key`. */
const nameOf = (pair: Values): string | undefined => textAt(pair, 'name') ?? textAt(pair, 'key');

/** Reads the stamp from an order's attributes. */
export const stampOf = (pairs: readonly Values[]): Stamp =>
  compact({ anonymousId: valueOf(pairs, visitorNames), cartId: valueOf(pairs, cartNames) });
