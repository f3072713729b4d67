import type { Cart } from '../../index.ts';
import { readerOf } from './snapshot.ts';

interface Money {
  readonly amount: string;
  readonly currencyCode: string;
}

interface Image {
  readonly url?: string;
}

/** What we read of a line; a shop's own query may ask for less. */
interface StorefrontLine {
  readonly quantity: number;
  readonly cost: { readonly amountPerQuantity?: Money; readonly totalAmount: Money };
  readonly merchandise: {
    readonly id: string;
    readonly title: string;
    readonly sku?: string | null;
    readonly image?: Image | null;
    readonly product: {
      readonly id: string;
      readonly title: string;
      readonly vendor?: string;
      readonly productType?: string;
      readonly onlineStoreUrl?: string | null;
      readonly featuredImage?: Image | null;
    };
  };
}

interface List {
  readonly nodes?: readonly StorefrontLine[];
  readonly edges?: readonly { readonly node: StorefrontLine }[];
}

interface StorefrontCart {
  readonly id: string;
  readonly cost: { readonly totalAmount: Money };
  readonly lines: List | readonly StorefrontLine[];
}

/** GraphQL's lists come as nodes or as edges; Next.js Commerce makes arrays of them. */
const linesOf = (lines: StorefrontCart['lines']): readonly StorefrontLine[] => {
  const { nodes, edges } = lines as List; // an array has neither
  return nodes ?? edges?.map(({ node }) => node) ?? (lines as readonly StorefrontLine[]);
};

/** What Shopify calls the only variant of a product. */
const ONLY_VARIANT = 'Default Title';

/**
 * Reads a cart of Shopify's Storefront API, as Hydrogen and Next.js Commerce hold it. Ids lose their `gid://shopify/…/`, and
 * the cart's its secret `?key=`. Undefined for anything else. `isOptimisticCart` tells what is not to be tracked yet.
 *
 * @example
 * const cart = readShopifyStorefrontCart(data.cart);
 */
export const readShopifyStorefrontCart: (cart: unknown) => Cart | undefined = /* @__PURE__ */ readerOf(
  (cart: StorefrontCart) => [
    cart.id,
    cart.cost.totalAmount.currencyCode,
    linesOf(cart.lines).map(({ quantity, cost, merchandise }) => {
      const { id, title, sku, image, product } = merchandise;
      return {
        product_id: product.id,
        variant_id: id,
        quantity,
        price: cost.amountPerQuantity?.amount ?? Number(cost.totalAmount.amount) / quantity,
        name: product.title,
        variant: title === ONLY_VARIANT ? '' : title,
        sku,
        category: product.productType,
        brand: product.vendor,
        url: product.onlineStoreUrl,
        image_url: (image ?? product.featuredImage)?.url,
      };
    }),
  ],
);
