import type { Checkout, PixelEvent } from './checkout.ts';
import type { PixelMessage } from './outbox.ts';
import { orderOf, plainId, startedOf, type CheckoutKeys } from './properties.ts';

/** Whose word counts for orders; the same as the relay's `orders`. */
export type OrdersFrom = 'server' | 'browser';

/** What is known beside the event. */
export interface Surroundings {
  readonly anonymousId: string;
  readonly cartId: string | undefined;
  /** The customer who is logged in. */
  readonly customerId: string | null | undefined;
  readonly orders: OrdersFrom;
}

/** Steps by the event that says they were completed. */
const steps: Readonly<Record<string, string>> = {
  checkout_contact_info_submitted: 'contact',
  checkout_address_info_submitted: 'address',
  checkout_shipping_info_submitted: 'shipping',
  payment_info_submitted: 'payment',
};

type Make = (part: string, body: Readonly<Record<string, unknown>> & Pick<PixelMessage, 'type'>) => PixelMessage;

/** The ids are Shopify's, so that an event that is replayed after consent, or told twice, is one message. */
const makerOf =
  ({ id, timestamp }: PixelEvent, { anonymousId, cartId }: Surroundings): Make =>
  (part, body) => ({
    ...body,
    messageId: part ? `${id}:${part}` : id,
    anonymousId,
    timestamp,
    // The cart shows the relay that this is the visitor's own browser, since the sandbox has no cookies.
    context: { library: { name: 'cartline-shopify-pixel', version: __VERSION__ }, cart_id: cartId },
  });

/** Who buys, as soon as the checkout knows. No consent is in it. */
const identified = (
  make: Make,
  { email, phone, order }: Checkout,
  customerId: Surroundings['customerId'],
): PixelMessage[] => {
  if (!email && !phone) return [];
  const userId = plainId(order?.customer?.id ?? customerId);
  const traits = { email, phone, source: 'checkout' };
  return [make('identify', { type: 'identify', userId, traits })];
};

/** Boxes that were ticked. One that was not is no withdrawal, and says nothing. */
const consented = (make: Make, { buyerAcceptsEmailMarketing, buyerAcceptsSmsMarketing }: Checkout): PixelMessage[] =>
  Object.entries({ email: buyerAcceptsEmailMarketing, sms: buyerAcceptsSmsMarketing }).flatMap(([channel, granted]) =>
    granted
      ? [
          make(channel, {
            type: 'track',
            event: 'consent_changed',
            properties: { channel, granted, source: 'checkout' },
          }),
        ]
      : [],
  );

const acted = (
  make: Make,
  event: PixelEvent,
  checkout: Checkout,
  keys: CheckoutKeys,
  orders: OrdersFrom,
): PixelMessage[] => {
  const track = (name: string, properties: object): PixelMessage[] => [
    make('', { type: 'track', event: name, properties }),
  ];
  if (event.name === 'checkout_started') return track(event.name, startedOf(checkout, keys));
  const step = steps[event.name];
  if (step) return track('checkout_progressed', { ...keys, step });
  // A step told after the order's time would open the cart anew: the completed checkout only says who bought.
  const order = orders === 'browser' ? orderOf(checkout, keys) : undefined;
  return order ? track('order_completed', order) : [];
};

/** What an event of the checkout says, in the order in which it is to be read: who first. */
export const messagesOf = (
  event: PixelEvent,
  checkout: Checkout & { readonly token: string },
  surroundings: Surroundings,
): PixelMessage[] => {
  const make = makerOf(event, surroundings);
  const keys = { cart_id: surroundings.cartId, checkout_id: checkout.token };
  return [
    ...identified(make, checkout, surroundings.customerId),
    // A box counts once the form that it is in was submitted.
    ...(event.name === 'checkout_started' ? [] : consented(make, checkout)),
    ...acted(make, event, checkout, keys, surroundings.orders),
  ];
};
