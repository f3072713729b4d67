import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { UserError } from '../problem.ts';

export interface CatalogueEntry {
  readonly productId: string;
  readonly variantId?: string;
}

/** The shop's products by what a file of orders calls them. */
export interface Catalogue {
  readonly bySku: (sku: string) => CatalogueEntry | undefined;
  readonly byName: (name: string) => CatalogueEntry | undefined;
}

const id = v.pipe(v.union([v.string(), v.number()]), v.transform(String));
const variantSchema = v.object({ id, title: v.nullish(v.string()), sku: v.nullish(v.string()) });
const catalogueSchema = v.object({
  products: v.array(v.object({ id, title: v.string(), variants: v.optional(v.array(variantSchema), []) })),
});
type Products = v.InferOutput<typeof catalogueSchema>['products'];

const plain = (text: string): string => text.trim().toLowerCase();

const createCatalogue = (products: Products): Catalogue => {
  const skus = new Map<string, CatalogueEntry>();
  const names = new Map<string, CatalogueEntry>();
  for (const { id: productId, title, variants } of products) {
    names.set(plain(title), { productId });
    for (const { id: variantId, title: variant, sku } of variants) {
      if (sku) skus.set(plain(sku), { productId, variantId });
      if (variant) names.set(plain(`${title} - ${variant}`), { productId, variantId });
    }
  }
  return { bySku: (sku) => skus.get(plain(sku)), byName: (name) => names.get(plain(name)) };
};

export const emptyCatalogue: Catalogue = createCatalogue([]);

const EXPECTED = '{ "products": [ { "id", "title", "variants": [ { "id", "title", "sku" } ] } ] }';

/** Reads a list of products as a Shopify shop gives it at /products.json, or the Admin API. Throws UserErrors. */
export const readCatalogue = async (path: string): Promise<Catalogue> => {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) throw new UserError(`--products: ${path}: there is no such file; expected ${EXPECTED}`);
  try {
    return createCatalogue(v.parse(catalogueSchema, JSON.parse(text)).products);
  } catch {
    throw new UserError(`--products: ${path}: is no list of products; expected ${EXPECTED}`);
  }
};
