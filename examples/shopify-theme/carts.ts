/** A line as `/cart.js` has it: hundredths, in every currency. */
interface AjaxLine {
  readonly id: number;
  readonly variant_id: number;
  readonly product_id: number;
  readonly quantity: number;
  readonly title: string;
  readonly product_title: string;
  readonly variant_title: string;
  readonly price: number;
  readonly original_price: number;
  readonly final_price: number;
  readonly sku: string;
  readonly vendor: string;
  readonly product_type: string;
  readonly url: string;
  readonly image: null;
  readonly key: string;
}

/** `/cart.js`. */
export interface AjaxCart {
  /** With the key that opens it. */
  readonly token: string;
  readonly currency: string;
  readonly items: readonly AjaxLine[];
  readonly attributes: Readonly<Record<string, string>>;
}

export const VARIANT = 39_072_856;
export const SOLD_OUT = 39_072_999;
/** Behind every token; it must never be seen outside the page. */
export const CART_KEY = 'sesame-open';

const line = (quantity: number): AjaxLine => ({
  id: VARIANT,
  variant_id: VARIANT,
  product_id: 632_910_392,
  quantity,
  title: 'Night Oil - 30 ml',
  product_title: 'Night Oil',
  variant_title: '30 ml',
  price: 2700,
  original_price: 2700,
  final_price: 2700,
  sku: 'NO-30',
  vendor: 'Alder & Rue',
  product_type: 'Oil',
  url: `/products/night-oil?variant=${VARIANT}`,
  image: null,
  key: `${VARIANT}:abc?cart=${CART_KEY}`,
});

/** The shop's carts, by token. */
export const createCarts = () => {
  const carts = new Map<string, AjaxCart>();
  let made = 0;
  const newToken = (): string => `tok${++made}${crypto.randomUUID().slice(0, 8)}?key=${CART_KEY}`;
  const keep = (cart: AjaxCart): AjaxCart => {
    carts.set(cart.token, cart);
    return cart;
  };
  const withQuantity = (cart: AjaxCart, quantity: number): AjaxCart =>
    keep({ ...cart, items: quantity > 0 ? [line(quantity)] : [] });

  return {
    read: (token: string | undefined): AjaxCart =>
      carts.get(token ?? '') ?? keep({ token: newToken(), currency: 'EUR', items: [], attributes: {} }),
    /** Undefined for what is sold out. */
    add: (cart: AjaxCart, id: number, quantity: number): { cart: AjaxCart; line: AjaxLine } | undefined => {
      if (id !== VARIANT) return undefined;
      return { cart: withQuantity(cart, (cart.items[0]?.quantity ?? 0) + quantity), line: line(quantity) };
    },
    change: (cart: AjaxCart, id: number, quantity: number): AjaxCart =>
      id === VARIANT ? withQuantity(cart, quantity) : cart,
    /** Attributes merge. Until a cart has any, its token is not stable: with the first it gets another. */
    merge: (cart: AjaxCart, attributes: Readonly<Record<string, string>>): AjaxCart => {
      const isFirst = Object.keys(cart.attributes).length === 0;
      return keep({
        ...cart,
        token: isFirst ? newToken() : cart.token,
        attributes: { ...cart.attributes, ...attributes },
      });
    },
  };
};
