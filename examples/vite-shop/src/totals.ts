import { type CartLine, shipping, tax_rate, welcome } from './catalogue.ts';
import type { Customer } from './customer.ts';

/** In major units; prices include the tax. */
export interface Totals {
  subtotal: number;
  discount: number;
  shipping: number;
  tax: number;
  total: number;
}

const cents = (amount: number): number => Math.round(amount * 100);

/** Summed in cents, because 0.1 + 0.2 is not 0.3. */
export const subtotalOf = (items: readonly CartLine[]): number =>
  items.reduce((sum, item) => sum + cents(item.price) * item.quantity, 0) / 100;

/** What a cart costs this customer. */
export function totalsOf(items: readonly CartLine[], customer: Customer): Totals {
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
