import { onCartChange, readCart, startNewCart } from './cart.js';
import { currency, euros } from './catalogue.js';
import { onCustomerChange, readCustomer, rememberCustomer } from './customer.js';
import { html, render } from './html.js';
import { saveOrder } from './last-order.js';
import { randomId } from './random-id.js';
import { openPage } from './storefront.js';
import { sums, summaryLines } from './sums.js';
import { totalsOf } from './totals.js';
import { checkoutStarted, orderPlaced } from './tracking.js';

const main = document.querySelector('main');

function pay(event) {
  event.preventDefault();
  const { email, first_name, last_name } = Object.fromEntries(new FormData(event.target));
  const { cart_id, items } = readCart();
  const totals = totalsOf(items, readCustomer());
  const order = { order_id: `AR-${randomId(5).toUpperCase()}`, cart_id, items, currency, ...totals };
  orderPlaced(order, { email, first_name, last_name });
  saveOrder({ ...order, first_name });
  startNewCart();
  rememberCustomer({ email, welcome: false });
  location.href = '/thank-you.html';
}

/** Apart from the form, so that what was typed stays when the sums change. */
function showSums() {
  const { items } = readCart();
  const order = main.querySelector('[data-order]');
  if (!order || items.length === 0) return;
  const totals = totalsOf(items, readCustomer());
  render(order, html`${summaryLines(items)} ${sums(totals)}`);
  render(main.querySelector('[data-pay]'), html`Pay ${euros(totals.total)}`);
}

const nothingToBuy = () => html`
  <div class="wrap empty">
    <h1>Checkout</h1>
    <p>There is nothing in your cart yet.</p>
    <a class="button" href="/">See the collection</a>
  </div>
`;

const field = ({ label, name, autocomplete, width = '', type = 'text', value = '' }) => html`
  <label class="field ${width}">
    <span>${label}</span>
    <input type="${type}" name="${name}" autocomplete="${autocomplete}" value="${value}" required />
  </label>
`;

const checkout = () => html`
  <div class="wrap">
    <div class="page-head"><h1>Checkout</h1></div>
    <div class="split">
      <form class="checkout-form" aria-label="Checkout">
        <fieldset>
          <legend>Contact</legend>
          <div class="fields">
            ${field({ label: 'Email', name: 'email', type: 'email', autocomplete: 'email', value: readCustomer().email })}
          </div>
        </fieldset>
        <fieldset>
          <legend>Delivery</legend>
          <div class="fields">
            ${field({ label: 'First name', name: 'first_name', autocomplete: 'given-name', width: 'field-half' })}
            ${field({ label: 'Last name', name: 'last_name', autocomplete: 'family-name', width: 'field-half' })}
            ${field({ label: 'Address', name: 'address', autocomplete: 'street-address' })}
            ${field({ label: 'Postcode', name: 'postcode', autocomplete: 'postal-code', width: 'field-third' })}
            ${field({ label: 'City', name: 'city', autocomplete: 'address-level2', width: 'field-rest' })}
          </div>
        </fieldset>
        <fieldset>
          <legend>Payment</legend>
          <p class="fake-card">No card is needed: this shop only pretends. Nothing is charged, nothing is sent.</p>
        </fieldset>
        <button class="button button-wide" data-pay></button>
      </form>
      <section class="summary" aria-labelledby="summary-title">
        <h2 id="summary-title">Your order</h2>
        <div data-order></div>
      </section>
    </div>
  </div>
`;

openPage(() => {
  const cart = readCart();
  if (cart.items.length === 0) return render(main, nothingToBuy());
  render(main, checkout());
  showSums();
  main.querySelector('form').addEventListener('submit', pay);
  checkoutStarted(cart);
});
onCartChange(showSums);
onCustomerChange(showSums);
