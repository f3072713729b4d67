import type { Catalogue } from '../catalogue.ts';

/** By what a line's product was found. */
export type ProductBy = 'id' | 'catalogue' | 'sku' | 'name';

export interface FoundProduct {
  readonly productId: string;
  readonly variantId?: string;
  readonly by: ProductBy;
}

export interface LineNames {
  readonly productId: string;
  readonly variantId: string;
  readonly sku: string;
  readonly name: string;
}

const slug = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');

/**
 * The product of a line. Shopify's orders export names no product: the catalogue knows it by its SKU or its name; without
 * one the SKU, else the name, stands for it. Undefined where the line has none of them.
 */
export const findProduct = (line: LineNames, catalogue: Catalogue): FoundProduct | undefined => {
  const { productId, variantId, sku, name } = line;
  if (productId !== '') return { productId, ...(variantId !== '' && { variantId }), by: 'id' };
  const known = (sku === '' ? undefined : catalogue.bySku(sku)) ?? catalogue.byName(name);
  if (known) return { ...known, by: 'catalogue' };
  if (sku !== '') return { productId: sku, by: 'sku' };
  return slug(name) === '' ? undefined : { productId: slug(name), by: 'name' };
};
