import type { Cart } from '../../index.ts';
import { readerOf } from './snapshot.ts';

/** An item of the REST Storefront API, or of GraphQL, which says the same under other names. Amounts are in major units. */
interface BigCommerceItem {
  readonly productId?: number;
  readonly productEntityId?: number;
  readonly variantId?: number;
  readonly variantEntityId?: number;
  readonly quantity: number;
  readonly name: string;
  readonly sku?: string | null;
  readonly brand?: string | null;
  readonly url?: string;
  readonly imageUrl?: string;
  readonly image?: { readonly url?: string } | null;
  readonly salePrice: number | { readonly value: number };
}

/** What we read of a BigCommerce cart. */
interface BigCommerceCart {
  readonly id?: string;
  readonly entityId?: string;
  readonly currencyCode?: string;
  readonly currency?: { readonly code: string };
  readonly lineItems: {
    readonly physicalItems: readonly BigCommerceItem[];
    readonly digitalItems?: readonly BigCommerceItem[];
  };
}

/**
 * Reads a BigCommerce cart, of the REST Storefront API or of GraphQL (as Catalyst holds it). Gift certificates and custom
 * items are no products and left out. Undefined for anything else.
 *
 * @example
 * const [cart] = (await (await fetch('/api/storefront/carts')).json()).map(readBigCommerceCart);
 */
export const readBigCommerceCart: (cart: unknown) => Cart | undefined = /* @__PURE__ */ readerOf(
  ({ id, entityId, currencyCode, currency, lineItems }: BigCommerceCart) => [
    id ?? entityId,
    currencyCode ?? currency!.code,
    [...lineItems.physicalItems, ...(lineItems.digitalItems ?? [])].map((item) => ({
      product_id: item.productId ?? item.productEntityId,
      variant_id: item.variantId ?? item.variantEntityId,
      quantity: item.quantity,
      price: typeof item.salePrice === 'number' ? item.salePrice : item.salePrice.value,
      name: item.name,
      sku: item.sku,
      brand: item.brand,
      url: item.url,
      image_url: item.imageUrl ?? item.image?.url,
    })),
  ],
);
