import type { Cart } from '../../index.ts';
import { readerOf } from './snapshot.ts';

interface CentMoney {
  readonly centAmount: number;
  readonly fractionDigits: number;
}

/** A text in several languages; GraphQL gives it in one. */
type Localised = string | { readonly [locale: string]: string };

/** What we read of a commercetools cart (@commercetools/platform-sdk 9.5). */
interface CommercetoolsCart {
  readonly id: string;
  readonly locale?: string;
  readonly totalPrice: { readonly currencyCode: string };
  readonly lineItems: readonly {
    readonly productId: string;
    readonly name: Localised;
    readonly quantity: number;
    readonly price: { readonly value: CentMoney; readonly discounted?: { readonly value: CentMoney } | null };
    readonly variant: {
      readonly id: number;
      readonly sku?: string | null;
      readonly images?: readonly { readonly url: string }[];
    };
  }[];
}

const textOf = (name: Localised, locale = ''): string | undefined =>
  typeof name === 'string' ? name : (name[locale] ?? Object.values(name)[0]);

/**
 * Reads a cart of commercetools. Custom line items (gift wrap, fees) are no products and left out. Undefined for anything
 * else.
 *
 * @example
 * const cart = readCommercetoolsCart((await api.me().activeCart().get().execute()).body);
 */
export const readCommercetoolsCart: (cart: unknown) => Cart | undefined = /* @__PURE__ */ readerOf(
  (cart: CommercetoolsCart) => [
    cart.id,
    cart.totalPrice.currencyCode,
    cart.lineItems.map(({ productId, name, quantity, price, variant }) => {
      const { centAmount, fractionDigits } = (price.discounted ?? price).value;
      return {
        product_id: productId,
        variant_id: variant.id,
        quantity,
        price: centAmount / 10 ** fractionDigits,
        name: textOf(name, cart.locale),
        sku: variant.sku,
        image_url: variant.images?.[0]?.url,
      };
    }),
  ],
);
