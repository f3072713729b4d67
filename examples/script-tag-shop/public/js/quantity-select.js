import { html } from './html.js';

const options = (quantity) => Array.from({ length: Math.max(10, quantity) }, (_, index) => index + 1);

/** A labelled choice of 1 to 10, or more when more are in the cart. `id` keeps the focus over a new rendering. */
export const quantitySelect = ({ label, quantity, id, labelHidden = false }) => html`
  <label class="quantity">
    <span class="${labelHidden ? 'visually-hidden' : ''}">${label}</span>
    <select name="quantity" ${id && html`id="${id}"`}>
      ${options(quantity).map((count) => html`<option ${count === quantity ? 'selected' : ''}>${count}</option>`)}
    </select>
  </label>
`;
