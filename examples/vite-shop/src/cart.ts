import { type CartLine, findProduct, lineItem } from './catalogue.ts';
import { randomId } from './random-id.ts';
import { createStored } from './stored.ts';

/** The cart as the pages see it. The id lives until the order, as on a commerce platform. */
export interface Cart {
  cart_id: string;
  items: CartLine[];
  /** How many items, over all lines. */
  count: number;
}

export interface CartActions extends Cart {
  add: (productId: string, quantity: number) => void;
  /** Sets how many of a product are in the cart; 0 takes it out. */
  setQuantity: (productId: string, quantity: number) => void;
}

interface StoredCart {
  cart_id: string;
  quantities: Record<string, number>;
}

const newCart = (): StoredCart => ({ cart_id: randomId(12), quantities: {} });
const stored = createStored(window.localStorage, 'alder-cart', newCart);

/** The cart and what can be done with it. Nothing here knows of Cartline: views.tsx shows it the cart as it is. */
export function useCart(): CartActions {
  const setQuantity = (productId: string, quantity: number): void => {
    const { cart_id, quantities } = stored.read();
    const { [productId]: _, ...others } = quantities;
    stored.write({ cart_id, quantities: quantity > 0 ? { ...quantities, [productId]: quantity } : others });
  };
  const add = (productId: string, quantity: number): void =>
    setQuantity(productId, (stored.read().quantities[productId] ?? 0) + quantity);
  return { ...cartOf(stored.use()), add, setQuantity };
}

export const readCart = (): Cart => cartOf(stored.read());

/** After an order: an empty cart with a new id. */
export const startNewCart = (): void => stored.write(newCart());

function cartOf({ cart_id, quantities }: StoredCart): Cart {
  const items = Object.entries(quantities).flatMap(([id, quantity]) => {
    const product = findProduct(id);
    return product ? [lineItem(product, quantity)] : [];
  });
  return { cart_id, items, count: items.reduce((sum, item) => sum + item.quantity, 0) };
}
