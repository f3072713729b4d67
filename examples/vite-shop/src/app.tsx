import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
import { findProduct } from './catalogue.ts';
import { CartPage } from './pages/cart-page.tsx';
import { CheckoutPage } from './pages/checkout-page.tsx';
import { HomePage } from './pages/home-page.tsx';
import { ProductPage } from './pages/product-page.tsx';
import { ThankYouPage } from './pages/thank-you-page.tsx';
import { Frame } from './parts/frame.tsx';
import { Missing } from './parts/missing.tsx';
import { useLocation, type Location } from './router.tsx';
import { Views } from './views.tsx';

interface View {
  title: string;
  page: ReactNode;
  /** Whether the popup may come up on its own here. */
  offers?: boolean;
}

export function App(): ReactNode {
  const location = useLocation();
  const { title, page, offers = false } = viewOf(location);
  return (
    <>
      <Views location={location} title={title} />
      <Frame offers={offers} main={useFocusOnArrival(location)}>
        {page}
      </Frame>
    </>
  );
}

function viewOf({ path, search }: Location): View {
  const product = findProduct(new URLSearchParams(search).get('id'));
  if (path === '/') return { title: 'Alder & Rue, quiet skincare', page: <HomePage />, offers: true };
  if (path === '/product' && product) {
    return {
      title: `${product.name} · Alder & Rue`,
      page: <ProductPage key={product.product_id} product={product} />,
      offers: true,
    };
  }
  if (path === '/cart') return { title: 'Cart · Alder & Rue', page: <CartPage /> };
  if (path === '/checkout') return { title: 'Checkout · Alder & Rue', page: <CheckoutPage /> };
  if (path === '/thank-you') return { title: 'Thank you · Alder & Rue', page: <ThankYouPage /> };
  const missing = path === '/product' ? 'product' : 'page';
  const text = 'It may have sold out for good.';
  return { title: 'Not found · Alder & Rue', page: <Missing title={`We cannot find that ${missing}`} text={text} /> };
}

/** After a navigation the focus is on the new page, as after a real one. Returns the ref for the main element. */
function useFocusOnArrival({ key }: Location): RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    if (key > 0) main.current?.focus({ preventScroll: true });
  }, [key]);
  return main;
}
