import catalogue from '../../shared/catalogue.json';

export type Product = (typeof catalogue.products)[number];

export const { currency, tax_rate, shipping, welcome, products } = catalogue;

const money = new Intl.NumberFormat('en-IE', { style: 'currency', currency });

export const euros = (amount: number): string => money.format(amount);
export const findProduct = (id: string | null): Product | undefined =>
  products.find((product) => product.product_id === id);
export const productPath = (id: string): string => `/product?id=${id}`;

/** A line item of the contract, with all that this shop knows of each product. */
export interface CartLine {
  product_id: string;
  variant_id: string;
  sku: string;
  name: string;
  /** Per unit, in major units. */
  price: number;
  quantity: number;
  category: string;
  /** Absolute, as `image_url`: an email shows them far from here. */
  url: string;
  image_url: string;
}

export function lineItem(product: Product, quantity: number): CartLine {
  const { product_id, variant_id, sku, name, price, category, image } = product;
  const url = new URL(productPath(product_id), window.location.origin).href;
  const image_url = new URL(image, window.location.origin).href;
  return { product_id, variant_id, sku, name, price, quantity, category, url, image_url };
}
