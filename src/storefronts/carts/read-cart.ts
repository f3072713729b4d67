import type { Cart } from '../../index.ts';
import { readBigCommerceCart } from './bigcommerce.ts';
import { readCommercetoolsCart } from './commercetools.ts';
import { readMedusaCart } from './medusa.ts';
import { ownCartId } from './own-cart-id.ts';
import { readPlainCart } from './plain.ts';
import { readShopifyAjaxCart } from './shopify-ajax.ts';
import { readShopifyStorefrontCart } from './shopify-storefront.ts';
import { readWooCommerceCart } from './woocommerce.ts';

/**
 * Reads a cart of any platform we know, told apart by what only its carts have. Undefined when it is none of them.
 * @param cartId for WooCommerce, whose carts have no id; default one of our own, kept until the order.
 *
 * @example
 * const cart = readCart(await response.json());
 */
export const readCart = (cart: unknown, cartId?: string): Cart | undefined =>
  readPlainCart(cart) ??
  readShopifyStorefrontCart(cart) ??
  readShopifyAjaxCart(cart) ??
  readMedusaCart(cart) ??
  readCommercetoolsCart(cart) ??
  readBigCommerceCart(cart) ??
  readWooCommerceCart(cart, cartId ?? ownCartId());
