import { findProduct, lineItem } from './catalogue.js';
import { randomId } from './random-id.js';
import { cartChanged } from './tracking.js';

const key = 'alder-cart';
const listeners = new Set();

/** The cart with its id and its line items. The id lives until the order, as on a commerce platform. */
export function readCart() {
  const { cart_id, quantities } = read();
  const items = Object.entries(quantities).map(([id, quantity]) => lineItem(findProduct(id), quantity));
  return { cart_id, items, count: items.reduce((sum, item) => sum + item.quantity, 0) };
}

/** Sets how many of a product are in the cart; 0 takes it out. */
export function setQuantity(productId, quantity) {
  const { cart_id, quantities } = read();
  const { [productId]: _, ...others } = quantities;
  write({ cart_id, quantities: quantity > 0 ? { ...quantities, [productId]: quantity } : others });
  cartChanged(readCart());
}

export function addToCart(productId, quantity) {
  setQuantity(productId, (read().quantities[productId] ?? 0) + quantity);
}

/** After an order: an empty cart with a new id. */
export function startNewCart() {
  write({ cart_id: randomId(12), quantities: {} });
}

/** Calls back after each change, also one made in another tab. */
export function onCartChange(listener) {
  listeners.add(listener);
}

function read() {
  const stored = localStorage.getItem(key);
  if (!stored) startNewCart();
  return JSON.parse(stored ?? localStorage.getItem(key));
}

function write(cart) {
  localStorage.setItem(key, JSON.stringify(cart));
  for (const listener of listeners) listener();
}

addEventListener('storage', (event) => {
  if (event.key === key) for (const listener of listeners) listener();
});
