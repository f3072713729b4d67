import { onCartChange, readCart, setQuantity } from './cart.js';
import { euros, findProduct, shipping } from './catalogue.js';
import { onCustomerChange, readCustomer } from './customer.js';
import { html, render } from './html.js';
import { quantitySelect } from './quantity-select.js';
import { openPage } from './storefront.js';
import { sums } from './sums.js';
import { subtotalOf, totalsOf } from './totals.js';
import { cartViewed } from './tracking.js';

const main = document.querySelector('main');

/** The focus stays on the control that was used; if that line is gone, it goes to the page. */
function showCart() {
  const { items } = readCart();
  const active = document.activeElement;
  const wasInside = main.contains(active);
  render(main, items.length > 0 ? cartPage(items) : emptyCart());
  if (wasInside) (document.getElementById(active.id) ?? main).focus({ preventScroll: true });
}

const emptyCart = () => html`
  <div class="wrap empty">
    <h1>Your cart</h1>
    <p>It is empty. Your skin may be fine already; if not:</p>
    <a class="button" href="/">See the collection</a>
  </div>
`;

const cartPage = (items) => html`
  <div class="wrap">
    <div class="page-head"><h1>Your cart</h1></div>
    <div class="split">
      <ul>
        ${items.map(line)}
      </ul>
      <section class="summary" aria-labelledby="summary-title">
        <h2 id="summary-title">Summary</h2>
        ${freight(subtotalOf(items))} ${sums(totalsOf(items, readCustomer()))}
        <a class="button button-wide" href="/checkout.html">Checkout</a>
      </section>
    </div>
  </div>
`;

const line = ({ product_id, name, price, quantity, url, image_url }) => html`
  <li class="line">
    <div class="line-image"><img src="${image_url}" alt="" /></div>
    <div class="line-name">
      <h2><a href="${url}">${name}</a></h2>
      <p class="muted">${findProduct(product_id).size}</p>
      <button class="text-button" type="button" data-remove="${product_id}" aria-label="Remove ${name}">Remove</button>
    </div>
    ${quantitySelect({ label: `Quantity of ${name}`, quantity, id: product_id, labelHidden: true })}
    <p class="line-sum">${euros(price * quantity)}</p>
  </li>
`;

function freight(subtotal) {
  const missing = shipping.free_from - subtotal;
  const text = missing > 0 ? `${euros(missing)} to free shipping` : 'Shipping is on us';
  return html`
    <label class="freight">
      ${text}<progress max="${shipping.free_from}" value="${Math.min(subtotal, shipping.free_from)}"></progress>
    </label>
  `;
}

openPage(() => {
  showCart();
  cartViewed(readCart());
});
onCartChange(showCart);
onCustomerChange(showCart);

main.addEventListener('change', ({ target }) => setQuantity(target.id, Number(target.value)));
main.addEventListener('click', ({ target }) => {
  if (target.dataset.remove) setQuantity(target.dataset.remove, 0);
});
