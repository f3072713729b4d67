import { euros, productPath } from './catalogue.js';
import { html } from './html.js';

export const card = ({ product_id, name, price, category, image }) => html`
  <li class="card">
    <div class="card-image"><img src="${image}" alt="" width="640" height="800" /></div>
    <h3><a href="${productPath(product_id)}">${name}</a></h3>
    <p class="card-meta"><span>${category}</span><b>${euros(price)}</b></p>
  </li>
`;
