import { useCartline } from 'cartline/react';
import { readCart, startNewCart } from './cart.ts';
import { type CartLine, currency, welcome } from './catalogue.ts';
import { readCustomer, rememberCustomer } from './customer.ts';
import { randomId } from './random-id.ts';
import { createStored } from './stored.ts';
import { totalsOf, type Totals } from './totals.ts';

export interface Buyer {
  email: string;
  first_name: string;
  last_name: string;
}

/** What the thank-you page shows. */
export interface Order extends Totals {
  order_id: string;
  cart_id: string;
  items: CartLine[];
  first_name: string;
}

const lastOrder = createStored<Order | null>(window.sessionStorage, 'alder-last-order', () => null);

/** The order that was placed in this tab, if any. */
export const readOrder: () => Order | null = lastOrder.read;

/** Places the order of the cart; says who buys before what was bought, so that the order already has its person. */
export function usePlaceOrder(): (buyer: Buyer) => void {
  const cartline = useCartline();
  return ({ email, first_name, last_name }) => {
    const { cart_id, items } = readCart();
    const { discount, ...sums } = totalsOf(items, readCustomer());
    const order_id = `AR-${randomId(5).toUpperCase()}`;
    rememberCustomer({ email, welcome: false });
    cartline.identify({ email, source: 'checkout', traits: { first_name, last_name } });
    cartline.track('order_completed', {
      order_id,
      cart_id,
      items,
      currency,
      ...sums,
      ...(discount > 0 && { discount, discount_codes: [welcome.code] }),
    });
    lastOrder.write({ order_id, cart_id, items, discount, ...sums, first_name });
    startNewCart();
  };
}
