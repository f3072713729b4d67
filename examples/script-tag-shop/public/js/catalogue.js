const response = await fetch('/catalogue.json');

export const { currency, tax_rate, shipping, welcome, products } = await response.json();

const money = new Intl.NumberFormat('en-IE', { style: 'currency', currency });

export const euros = (amount) => money.format(amount);
export const findProduct = (id) => products.find((product) => product.product_id === id);
export const productPath = (id) => `/product.html?id=${id}`;

/** A product in a cart, as a line item of the contract: absolute URLs, the price per unit in major units. */
export function lineItem(product, quantity) {
  const { product_id, variant_id, sku, name, price, category, image } = product;
  const url = new URL(productPath(product_id), location.origin).href;
  const image_url = new URL(image, location.origin).href;
  return { product_id, variant_id, sku, name, price, quantity, category, url, image_url };
}
