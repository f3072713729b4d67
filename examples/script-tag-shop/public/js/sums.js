import { euros, welcome } from './catalogue.js';
import { html } from './html.js';

/** The sums under a cart or an order. */
export const sums = ({ subtotal, discount, shipping, tax, total }) => html`
  <dl class="sums">
    <div>
      <dt>Subtotal</dt>
      <dd>${euros(subtotal)}</dd>
    </div>
    ${
      discount > 0
        ? html`<div>
            <dt>Welcome, ${welcome.code}</dt>
            <dd>−${euros(discount)}</dd>
          </div>`
        : ''
    }
    <div>
      <dt>Shipping</dt>
      <dd>${shipping === 0 ? 'Free' : euros(shipping)}</dd>
    </div>
    <div class="sum-total">
      <dt>Total</dt>
      <dd>${euros(total)}</dd>
    </div>
  </dl>
  <p class="small-print">Includes ${euros(tax)} of tax.</p>
`;

/** The lines of a cart or an order, small. */
export const summaryLines = (items) => html`
  <ul class="summary-lines">
    ${items.map(
      (item) => html`
        <li>
          <img src="${item.image_url}" alt="" />
          <span>${item.name}<small>Quantity ${item.quantity}</small></span>
          <span>${euros(item.price * item.quantity)}</span>
        </li>
      `,
    )}
  </ul>
`;
