/** Everything this shop tells Cartline, in one place; the page views stand in the head of each page. */
import { currency, lineItem, welcome } from './catalogue.js';
import { subtotalOf } from './totals.js';

/** A page served without the snippet still has to sell. */
const cartline = (...call) => window.cartline?.(...call);

export const pageViewed = () => cartline('page');

export function productViewed(product) {
  const { quantity: _, ...facts } = lineItem(product, 1);
  cartline('track', 'product_viewed', { ...facts, currency });
}

/** Called with the whole cart after each change: the SDK finds out what was added and removed. */
export const cartChanged = ({ cart_id, items }) => cartline('cart.set', { cart_id, currency, items });

export const cartViewed = (cart) => cartline('track', 'cart_viewed', withValue(cart));

export const checkoutStarted = (cart) => cartline('track', 'checkout_started', withValue(cart));

/** Consent is named only when the box was ticked: an empty box is not a withdrawal. */
export function subscribed(email, wantsMail) {
  cartline('identify', { email, source: 'popup', ...(wantsMail && { consent: { email: true } }) });
}

/** Says who buys before what was bought, so that the order already has its person. */
export function orderPlaced(order, { email, first_name, last_name }) {
  const { discount, ...facts } = order;
  cartline('identify', { email, source: 'checkout', traits: { first_name, last_name } });
  cartline('track', 'order_completed', { ...facts, ...(discount > 0 && { discount, discount_codes: [welcome.code] }) });
}

const withValue = ({ cart_id, items }) => ({ cart_id, currency, items, value: subtotalOf(items) });
