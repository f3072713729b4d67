import { useEffect, useRef } from 'react';
import { useCartline, usePageViews, useTrackCart, type Cartline } from 'cartline/react';
import { readCart, useCart } from './cart.ts';
import { currency } from './catalogue.ts';
import type { Location } from './router.tsx';

/**
 * Reports what happens on every page: the view, the cart as it changes, and that the cart or the checkout was opened.
 * Stands before the pages: its effects run before theirs, so that a page's view comes before what is seen on it.
 */
export function Views({ location, title }: { location: Location; title: string }): null {
  const { cart_id, items } = useCart();
  // Before the view is reported: a page view carries the title.
  useEffect(() => void (document.title = title), [title]);
  usePageViews(location.path + location.search);
  useTrackCart({ cart_id, currency, items });
  useOpened(location);
  return null;
}

/** Once per navigation; the ref outlives the second run that StrictMode gives every effect in development. */
function useOpened(location: Location): void {
  const cartline = useCartline();
  const reported = useRef(-1);
  useEffect(() => {
    if (reported.current === location.key) return;
    reported.current = location.key;
    reportOpened(cartline, location.path);
  }, [cartline, location]);
}

function reportOpened(cartline: Cartline, path: string): void {
  const { cart_id, items } = readCart();
  const cart = { cart_id, currency, items };
  if (path === '/cart') cartline.track('cart_viewed', cart);
  if (path === '/checkout' && items.length > 0) cartline.track('checkout_started', cart);
}
