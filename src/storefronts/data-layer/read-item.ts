import type { LineItem } from '../../index.ts';

export type Raw = Record<string, unknown>;

export const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null;

/** A non-empty text; numbers are ids too. WooCommerce writes `#12`. */
export const textOf = (...values: unknown[]): string | undefined => {
  for (const value of values) {
    const text = typeof value === 'number' ? `${value}` : typeof value === 'string' ? value.trim() : '';
    if (text) return text.replace(/^#/, '');
  }
  return undefined;
};

/**
 * A number in major units, from a number or a text of digits with at most one separator and two decimals after it.
 * Anything else is left out and shows as missing: a wrong amount is worse than none.
 */
export const amountOf = (value: unknown): number | undefined => {
  const text = `${value as string}`.trim().replace(',', '.');
  return /^\d+(\.\d\d?)?$/.test(text) || Number.isFinite(value) ? +text : undefined;
};

/** ISO 4217 in upper case. */
export const currencyOf = (...values: unknown[]): string | undefined =>
  values.find((value): value is string => typeof value === 'string' && /^[a-z]{3}$/i.test(value))?.toUpperCase();

/** A line as GA4, Universal Analytics and Elevar write it; undefined without anything that could be its id. */
const readItem = (item: Raw): LineItem | undefined => {
  const said = (key: string): string | undefined => textOf(item[`item_${key}`], item[key]);
  const own = textOf(item['product_id']);
  const product_id = own ?? said('id') ?? said('name');
  return product_id
    ? ({
        product_id,
        variant_id: textOf(item['variant_id']),
        sku: said('sku') ?? (own && said('id')), // Elevar's id is the sku
        name: said('name'),
        variant: said('variant'),
        category: said('category'),
        brand: said('brand'),
        price: amountOf(item['price']),
        discount: amountOf(item['discount']),
        url: textOf(item['url']),
        image_url: textOf(item['image']),
        quantity: Math.max(1, Math.floor(amountOf(item['quantity']) ?? 1)),
      } as LineItem) // undefined is as good as left out: JSON drops both
    : undefined;
};

/** The lines of a list; an item alone is a list of one. */
export const readItems = (items: unknown): LineItem[] =>
  (Array.isArray(items) ? items : [items]).flatMap((item) => (isRaw(item) && readItem(item)) || []);
