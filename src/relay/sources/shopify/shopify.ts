import { ignored, type Mapped, type ParsedDelivery, type Source } from '../source.ts';
import { secretsOf, type Secrets } from '../signature.ts';
import { mapCart, mapCheckout, type CartsFrom } from './cart.ts';
import { mapCustomer } from './customer.ts';
import { mapOrder, type CompletedBy } from './order-topics.ts';
import { isPrivacyTopic, mapPrivacy } from './privacy.ts';
import { mapRefund } from './refund.ts';
import { headerOf, verifyShopify } from './signature.ts';

export interface ShopifyOptions {
  /** The signing secret: of Settings → Notifications → Webhooks, or the app's client secret. The old and the new one while they are exchanged. */
  readonly secret: Secrets;
  /** The shop's own domain, "name.myshopify.com"; deliveries of others are refused. Default: any that is signed. */
  readonly shop?: string;
  /** When an order counts. Default "create": as soon as it is placed. */
  readonly completedBy?: CompletedBy;
  /** Who tells of carts and checkouts. Default "page": these webhooks teach whose a cart is, and are not delivered. */
  readonly carts?: CartsFrom;
  /** Its address is /sources/<name>. Default "shopify". */
  readonly name?: string;
}

const orders: ReadonlySet<string> = new Set(['orders/create', 'orders/paid', 'orders/updated', 'orders/cancelled']);
const customers: ReadonlySet<string> = new Set(['customers/create', 'customers/update']);
const carts: ReadonlySet<string> = new Set(['carts/create', 'carts/update']);
const checkouts: ReadonlySet<string> = new Set(['checkouts/create', 'checkouts/update']);
const products: ReadonlySet<string> = new Set(['products/create', 'products/update', 'products/delete']);

const PRODUCTS = 'a product is told to destinations with the persons who look at it, add it or buy it';

/**
 * Shopify's webhooks: orders, refunds, customers, checkouts and the compliance topics. No app is needed: create them
 * under Settings → Notifications → Webhooks, with the relay's `/sources/shopify` as their address.
 *
 * @example
 * sources: [shopify({ secret: process.env.SHOPIFY_WEBHOOK_SECRET, shop: 'name.myshopify.com' })]
 */
export const shopify = (options: ShopifyOptions): Source => {
  const { name = 'shopify', shop, completedBy = 'create', carts: cartsFrom = 'page' } = options;
  const secrets = secretsOf('shopify', options.secret);

  const toMessages = ({ topic, body }: ParsedDelivery): Mapped => {
    if (orders.has(topic)) return mapOrder(body, completedBy);
    if (topic === 'refunds/create') return mapRefund(body);
    if (customers.has(topic)) return mapCustomer(body);
    if (checkouts.has(topic)) return mapCheckout(body, cartsFrom);
    if (carts.has(topic)) return mapCart(body, cartsFrom);
    if (isPrivacyTopic(topic)) return mapPrivacy(topic, body);
    return ignored(products.has(topic) ? PRODUCTS : `the topic "${topic}" says nothing that is used`);
  };

  return {
    name,
    tellsOrders: true,
    secrets,
    verify: (delivery) => verifyShopify(delivery, secrets, shop),
    describe: ({ headers }) => ({
      id: headerOf(headers, 'webhook-id'),
      topic: headerOf(headers, 'topic')?.toLowerCase() ?? 'unknown',
    }),
    toMessages,
  };
};
