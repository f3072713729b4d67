import { html, render } from './html.js';
import { readOrder } from './last-order.js';
import { openPage } from './storefront.js';
import { sums, summaryLines } from './sums.js';

const noOrder = () => html`
  <div class="wrap empty">
    <h1>No order yet</h1>
    <p>Nothing was ordered in this tab.</p>
    <a class="button" href="/">See the collection</a>
  </div>
`;

const receipt = (order) => html`
  <div class="wrap thanks">
    <span class="thanks-mark" aria-hidden="true">
      <svg
        width="30"
        height="30"
        viewBox="0 0 30 30"
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
      >
        <path d="M6 16l6 6L24 9" />
      </svg>
    </span>
    <h1>Thank you, ${order.first_name}</h1>
    <p>Your order is being packed by hand. We would write to you when it leaves, if this were a real shop.</p>
    <section
      class="receipt"
      aria-label="Receipt"
      data-order-id="${order.order_id}"
      data-cart-id="${order.cart_id}"
      data-total="${order.total}"
    >
      <p class="order-number"><span class="muted">Order</span> ${order.order_id}</p>
      ${summaryLines(order.items)} ${sums(order)}
    </section>
    <a class="button" href="/">Back to the shop</a>
  </div>
`;

openPage(() => {
  const order = readOrder();
  render(document.querySelector('main'), order ? receipt(order) : noOrder());
});
