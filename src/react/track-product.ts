import { useEffect, useRef } from 'react';
import type { CanonicalEvents } from '../index.ts';
import { useCartline } from './use-cartline.ts';

/**
 * Tracks `product_viewed` when it appears, and again for another product or variant. Renders nothing. A page that was hidden
 * and comes back is another view; StrictMode's second run is not.
 *
 * @example
 * <TrackProduct product={{ product_id: 'p1', name: 'Cleanser', price: 24, currency: 'EUR' }} />
 */
export const TrackProduct = ({ product }: { product: CanonicalEvents['product_viewed'] }): null => {
  const client = useCartline();
  const seen = useRef('');
  const view = `${product.product_id} ${product.variant_id ?? ''}`;
  useEffect(() => {
    if (seen.current !== view) client.track('product_viewed', product);
    seen.current = view;
    // StrictMode runs the effect again at once, a page that comes back later.
    return () => queueMicrotask(() => (seen.current = ''));
  }, [client, view]); // a new price of the same product is no new view
  return null;
};
