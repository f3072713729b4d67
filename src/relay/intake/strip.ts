/** Nesting of one message: envelope, properties, items, a line item, and room for what shops add. */
export const MAX_DEPTH = 12;

/** Keys that reach into JavaScript's prototypes wherever the object is copied carelessly later. */
const dangerous: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** NUL ends a text in C and is refused by PostgreSQL; a lone surrogate is no text at all. */
const unstorable = /[\0\p{Surrogate}]/gu;

/** Shopify's cart id is followed by `?key=…`, which is a secret: whoever has it can read and change the cart. */
const SHOPIFY_CART = 'gid://shopify/Cart/';

/** A cart's id without Shopify's prefix and without its secret key. */
const plainCartId = (id: string): string =>
  (id.startsWith(SHOPIFY_CART) ? id.slice(SHOPIFY_CART.length) : id).split('?')[0] ?? '';

const cleanText = (key: string, value: string): string => {
  const text = value.replace(unstorable, '\uFFFD');
  return key === 'cart_id' || text.startsWith(SHOPIFY_CART) ? plainCartId(text) : text;
};

export interface Stripped {
  readonly value: unknown;
  /** Something stood deeper than MAX_DEPTH and was left out. */
  readonly tooDeep: boolean;
}

/**
 * Copies parsed JSON without what may do harm: prototype keys, unstorable characters, what is nested too deep, and the
 * secret part of Shopify's cart ids, wherever they stand.
 */
export const strip = (input: unknown): Stripped => {
  let tooDeep = false;
  const copy = (value: unknown, key: string, depth: number): unknown => {
    if (typeof value === 'string') return cleanText(key, value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > MAX_DEPTH) {
      tooDeep = true;
      return '[too deep]';
    }
    if (Array.isArray(value)) return value.map((item) => copy(item, key, depth + 1));
    const entries = Object.entries(value).filter(([name]) => !dangerous.has(name));
    return Object.fromEntries(
      entries.map(([name, inner]) => [name.replace(unstorable, '\uFFFD'), copy(inner, name, depth + 1)]),
    );
  };
  return { value: copy(input, '', 1), tooDeep };
};
