import { useRef, type ReactNode, type RefObject } from 'react';
import { useCart } from '../cart.ts';
import { Link } from '../router.tsx';
import { Popup } from './popup.tsx';

interface FrameProps {
  main: RefObject<HTMLElement | null>;
  offers: boolean;
  children: ReactNode;
}

/** What stands around every page: header, footer, popup. */
export function Frame({ main, offers, children }: FrameProps): ReactNode {
  const popup = useRef<HTMLDialogElement>(null);
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <p className="notice">Free shipping from €50. Refills for life.</p>
      <header className="header">
        <div className="wrap header-inner">
          <Link className="logo" href="/">
            Alder &amp; Rue
          </Link>
          <Link className="nav-link nav-link-shop" href="/">
            Shop
          </Link>
          <button className="offer" type="button" onClick={() => popup.current?.showModal()}>
            Get 10 % off
          </button>
          <CartLink />
        </div>
      </header>
      <main id="main" tabIndex={-1} ref={main}>
        {children}
      </main>
      <footer className="footer">
        <div className="wrap">
          <p>
            <strong>Alder &amp; Rue</strong>
          </p>
          <p>Demo shop. Nothing is sold here.</p>
        </div>
      </footer>
      <Popup dialog={popup} offers={offers} />
    </>
  );
}

function CartLink(): ReactNode {
  const { count } = useCart();
  return (
    <Link className="nav-link" href="/cart" aria-label={`Cart, ${count} ${count === 1 ? 'item' : 'items'}`}>
      Cart <span className="cart-count">{count}</span>
    </Link>
  );
}
