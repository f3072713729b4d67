import type { CanonicalEvents } from '../../index.ts';
import { plainId } from './page.ts';

/** What is said of a product that was looked at. What the page does not know is left out, and counted as incomplete. */
export type ProductView = Pick<CanonicalEvents['product_viewed'], 'product_id'> &
  Partial<CanonicalEvents['product_viewed']>;

/** A variant in `meta.product` (`name`, `public_title`) or in the Ajax API's product (`title`). */
interface Variant {
  readonly id?: number;
  /** Hundredths, in every currency. */
  readonly price?: number;
  readonly name?: string;
  readonly public_title?: string | null;
  readonly sku?: string | null;
}

/** `meta.product` of `content_for_header`, or the Ajax API's `/products/{handle}.js`, which also has `title`. */
interface PageProduct {
  readonly id?: number;
  readonly title?: string;
  readonly vendor?: string;
  readonly type?: string;
  readonly variants?: readonly Variant[];
}

/** What else the page says beside its product. */
export interface ProductPage {
  /** `?variant=` of the address. */
  readonly variant: string | null;
  /** ISO 4217, of the visitor's market. */
  readonly currency: string | undefined;
  readonly url: string;
  readonly image: string | undefined;
}

/** "Night Oil - 30 ml" without its variant: `meta` has no title of its own. */
const titleOf = ({ name, public_title: variant }: Variant): string | undefined =>
  variant ? name?.replace(` - ${variant}`, '') : name;

const compact = (view: Partial<Record<keyof ProductView, unknown>>): ProductView =>
  Object.fromEntries(Object.entries(view).filter(([, value]) => value || value === 0)) as unknown as ProductView; // product_id was checked

/** Reads the product of a product page; undefined where there is none. */
export const productOfPage = (product: unknown, page: ProductPage): ProductView | undefined => {
  const { id, title, vendor, type, variants } = (product ?? {}) as PageProduct; // nothing is believed before it was looked at
  if (!id) return undefined;
  const variant = variants?.find((one) => String(one.id) === page.variant) ?? variants?.[0] ?? {};
  return compact({
    product_id: String(id),
    variant_id: plainId(variant.id),
    name: title ?? titleOf(variant),
    price: variant.price! / 100, // NaN where there is none, and left out
    currency: page.currency,
    sku: variant.sku,
    category: type,
    brand: vendor,
    url: page.url,
    image_url: page.image,
  });
};

/** `shopify:product:view`: Storefront API shapes, except that ids may be bare numbers. */
interface ProductViewEvent {
  readonly context?: string;
  readonly product?: {
    readonly id?: string | number;
    readonly title?: string;
    readonly selectedVariant?: {
      readonly id?: string | number;
      readonly price?: { readonly amount?: string; readonly currencyCode?: string };
    } | null;
  };
}

/** Reads a `shopify:product:view`; undefined for a card in a list, which the visitor has not chosen to look at. */
export const productOfEvent = (event: unknown, url: string): ProductView | undefined => {
  const { context, product } = event as ProductViewEvent; // read field by field, none of which has to be there
  if (context !== 'page' || !product?.id) return undefined;
  const { id, price } = product.selectedVariant ?? {};
  return compact({
    product_id: plainId(product.id),
    variant_id: plainId(id),
    name: product.title,
    price: Number(price?.amount), // NaN where there is none, and left out
    currency: price?.currencyCode,
    url,
  });
};
