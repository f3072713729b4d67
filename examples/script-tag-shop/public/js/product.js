import { card } from './card.js';
import { addToCart } from './cart.js';
import { euros, findProduct, products } from './catalogue.js';
import { html, render } from './html.js';
import { quantitySelect } from './quantity-select.js';
import { openPage } from './storefront.js';
import { productViewed } from './tracking.js';

const main = document.querySelector('main');

function buy(event, product) {
  event.preventDefault();
  const quantity = Number(event.target.elements.quantity.value);
  addToCart(product.product_id, quantity);
  render(
    main.querySelector('[role=status]'),
    html`${quantity} × ${product.name} added. <a href="/cart.html">View cart</a>`,
  );
}

const othersThan = (product) => products.filter((other) => other !== product).slice(0, 4);

const missing = () => html`
  <div class="wrap empty">
    <h1>We cannot find that product</h1>
    <p>It may have sold out for good.</p>
    <a class="button" href="/">Back to the shop</a>
  </div>
`;

const page = (product) => html`
  <div class="wrap">
    <p class="crumbs"><a href="/">The collection</a> / ${product.category}</p>
    <div class="product">
      <div class="product-image"><img src="${product.image}" alt="" width="640" height="800" /></div>
      <div class="product-info">
        <p class="eyebrow">${product.category}</p>
        <h1>${product.name}</h1>
        <p class="tagline">${product.tagline}</p>
        <p class="price">${euros(product.price)}<span>${product.size}, tax included</span></p>
        <p>${product.description}</p>
        <form class="buy">
          ${quantitySelect({ label: 'Quantity', quantity: 1 })}
          <button class="button">Add to cart</button>
        </form>
        <p class="added" role="status"></p>
        <div class="facts">
          <details open>
            <summary>How to use</summary>
            <p>${product.use}</p>
          </details>
          <details>
            <summary>What is in it</summary>
            <p>${product.ingredients.join(', ')}. The full list is on the bottle.</p>
          </details>
          <details>
            <summary>Delivery and returns</summary>
            <p>With you in two to three days. Not for your skin? Send it back within 30 days, opened or not.</p>
          </details>
        </div>
      </div>
    </div>
    <section class="section" aria-labelledby="more-title">
      <div class="section-head"><h2 id="more-title">Goes well with</h2></div>
      <ul class="grid">
        ${othersThan(product).map(card)}
      </ul>
    </section>
  </div>
`;

openPage(
  () => {
    const product = findProduct(new URLSearchParams(location.search).get('id'));
    if (!product) return render(main, missing());
    document.title = `${product.name} · Alder & Rue`;
    render(main, page(product));
    main.querySelector('form').addEventListener('submit', (event) => buy(event, product));
    productViewed(product);
  },
  { offers: true },
);
