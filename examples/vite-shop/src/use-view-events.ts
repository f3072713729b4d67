import { useEffect, useRef } from 'react';
import { useCartline, type Cartline } from 'cartline/react';
import { readCart } from './cart.ts';
import { currency, findProduct, lineItem } from './catalogue.ts';
import type { Location } from './router.tsx';
import { subtotalOf } from './totals.ts';

/**
 * Reports what is viewed: the page, and what is on it. One place for all pages, once per navigation; the ref outlives
 * the second run that StrictMode gives every effect in development.
 */
export function useViewEvents(location: Location): void {
  const cartline = useCartline();
  const reported = useRef(-1);
  useEffect(() => {
    if (reported.current === location.key) return;
    reported.current = location.key;
    cartline.page();
    reportContent(cartline, location);
  }, [cartline, location]);
}

function reportContent(cartline: Cartline, { path, search }: Location): void {
  const { cart_id, items } = readCart();
  const cart = { cart_id, currency, items, value: subtotalOf(items) };
  const product = findProduct(new URLSearchParams(search).get('id'));
  if (path === '/product' && product) {
    const { quantity: _, ...facts } = lineItem(product, 1);
    cartline.track('product_viewed', { ...facts, currency });
  }
  if (path === '/cart') cartline.track('cart_viewed', cart);
  if (path === '/checkout' && items.length > 0) cartline.track('checkout_started', cart);
}
