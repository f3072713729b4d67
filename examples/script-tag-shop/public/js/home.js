import { card } from './card.js';
import { products } from './catalogue.js';
import { html, render } from './html.js';
import { openPage } from './storefront.js';

openPage(() => render(document.querySelector('[data-products]'), html`${products.map(card)}`), { offers: true });
