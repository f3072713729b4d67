import type { Message } from '../../schema.ts';

/** What ties messages of different senders together: the page, the webhook and the server SDK all know one of these. */
export interface JoinKeys {
  readonly cartId?: string;
  readonly checkoutId?: string;
  readonly orderId?: string;
}

/** Signals of what somebody may buy. Stale as soon as it is bought. */
const INTENT: ReadonlySet<string> = new Set([
  'product_viewed',
  'product_list_viewed',
  'products_searched',
  'added_to_cart',
  'removed_from_cart',
  'cart_viewed',
  'checkout_started',
  'checkout_progressed',
]);

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

export const propertiesOf = (message: Message): Readonly<Record<string, unknown>> =>
  message.type === 'track' ? (message.properties ?? {}) : {};

/** The carts and orders that a message names; none of anything but a track. */
export const joinKeysOf = (message: Message): JoinKeys => {
  const properties = propertiesOf(message);
  const cartId = textOf(properties['cart_id']);
  const checkoutId = textOf(properties['checkout_id']);
  const orderId = textOf(properties['order_id']);
  return {
    ...(cartId !== undefined && { cartId }),
    ...(checkoutId !== undefined && { checkoutId }),
    ...(orderId !== undefined && { orderId }),
  };
};

/** An event of browsing, cart or checkout; one that names a cart or a checkout is withheld once that was bought. */
export const isIntent = (message: Message): boolean => message.type === 'track' && INTENT.has(message.event);

export const isOrder = (message: Message): boolean => message.type === 'track' && message.event === 'order_completed';

/** An order that a subscription made by itself: nobody was at a cart. */
export const isRenewal = (message: Message): boolean => {
  const { subscription_id: subscription, is_renewal: renewal } = propertiesOf(message);
  return typeof subscription === 'string' || renewal === true;
};
