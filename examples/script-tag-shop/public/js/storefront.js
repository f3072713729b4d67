/** What every page does: show itself, keep the cart's count in the header, offer the popup. */
import { onCartChange, readCart } from './cart.js';
import { startPopup } from './popup.js';
import { pageViewed } from './tracking.js';

const cartLink = document.querySelector('[data-cart-link]');

/** `show` renders the page and reports what is viewed; `offers` lets the popup come up on its own here. */
export function openPage(show, { offers = false } = {}) {
  show();
  showCount();
  onCartChange(showCount);
  startPopup({ offers });
  // A page out of the back/forward cache runs no script again: it is viewed anew and may show an old cart.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    pageViewed();
    show();
    showCount();
  });
}

function showCount() {
  const { count } = readCart();
  cartLink.setAttribute('aria-label', `Cart, ${count} ${count === 1 ? 'item' : 'items'}`);
  cartLink.querySelector('.cart-count').textContent = count;
}
