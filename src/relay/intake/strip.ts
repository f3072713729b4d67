import { isShopifyCart, plainCartId } from '../normalise/cart-id.ts';

/** Nesting of one message: envelope, properties, items, a line item, and room for what shops add. */
export const MAX_DEPTH = 12;

/** Keys that reach into JavaScript's prototypes wherever the object is copied carelessly later. */
const dangerous: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** NUL ends a text in C and is refused by PostgreSQL; a lone surrogate is no text at all. */
const unstorable = /[\0\p{Surrogate}]/gu;

/** cart_id, cartId, cart_token … in any spelling: what is kept in the quarantine has no secret either. */
const cartKey = /^cart[_ -]?(id|token)$/i;

/** Nearly every text is of these, and so much is seen faster than that a replacement finds nothing. */
const printable = /^[\x20-\x7E]*$/;

const storable = (text: string): string => (printable.test(text) ? text : text.replace(unstorable, '\uFFFD'));

const cleanText = (key: string, value: string): string => {
  const text = storable(value);
  return cartKey.test(key) || isShopifyCart(text) ? plainCartId(text) : text;
};

/** Values and keys of one message: a cart of 200 lines with 12 keys each has half of it. */
export const MAX_VALUES = 5_000;

export interface Stripped {
  readonly value: unknown;
  /** Why there is more than a message may have; what is beyond was left out. */
  readonly excess: { readonly code: 'invalid_message' | 'too_large'; readonly message: string } | undefined;
}

const tooDeep = {
  code: 'invalid_message',
  message: `a message may nest ${MAX_DEPTH} levels deep; it came deeper`,
} as const;
const tooMany = {
  code: 'too_large',
  message: `a message may have ${MAX_VALUES} values; it came with more`,
} as const;

/**
 * Copies parsed JSON without what may do harm: prototype keys, unstorable characters, what is nested too deep or too much,
 * and the secret part of Shopify's cart ids, wherever they stand.
 */
export const strip = (input: unknown): Stripped => {
  let excess: Stripped['excess'];
  let values = 0;
  const copyRecord = (record: Readonly<Record<string, unknown>>, depth: number): unknown => {
    const copied: Record<string, unknown> = {};
    for (const name of Object.keys(record))
      if (!dangerous.has(name)) copied[storable(name)] = copy(record[name], name, depth);
    return copied;
  };
  const copy = (value: unknown, key: string, depth: number): unknown => {
    if (++values > MAX_VALUES) {
      excess ??= tooMany;
      return null;
    }
    if (typeof value === 'string') return cleanText(key, value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > MAX_DEPTH) {
      excess ??= tooDeep;
      return '[too deep]';
    }
    if (Array.isArray(value)) return value.slice(0, MAX_VALUES).map((item) => copy(item, key, depth + 1));
    return copyRecord(value as Record<string, unknown>, depth + 1); // any object's keys, read only
  };
  return { value: copy(input, '', 1), excess };
};
