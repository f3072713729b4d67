import { shipping, tax_rate, welcome } from './catalogue.js';

const cents = (amount) => Math.round(amount * 100);

/** Summed in cents, because 0.1 + 0.2 is not 0.3. */
export const subtotalOf = (items) => items.reduce((sum, item) => sum + cents(item.price) * item.quantity, 0) / 100;

/** What a cart costs this customer, in major units. Prices include the tax. */
export function totalsOf(items, customer) {
  const subtotal = cents(subtotalOf(items));
  const discount = customer.welcome ? Math.round(subtotal * welcome.rate) : 0;
  const freight = subtotal === 0 || subtotal >= cents(shipping.free_from) ? 0 : cents(shipping.price);
  const total = subtotal - discount + freight;
  const tax = Math.round((total * tax_rate) / (1 + tax_rate));
  return {
    subtotal: subtotal / 100,
    discount: discount / 100,
    shipping: freight / 100,
    tax: tax / 100,
    total: total / 100,
  };
}
