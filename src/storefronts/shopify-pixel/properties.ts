import type { LineItem } from '../../index.ts';
import { normaliseCartId, valueOf } from '../../client/core/cart.ts';
import type { Checkout, CheckoutLine } from './checkout.ts';

/** Shopify's ids with or without `gid://shopify/Product/`. */
export const plainId = (id: string | null | undefined): string => (id ?? '').replace(/^gid:\/\/shopify\/\w+\//, '');

/** What is null or empty is left out on the wire (see the outbox). */
const lineOf = ({ id, title, quantity, variant, discountAllocations = [] }: CheckoutLine): LineItem => {
  const { product } = variant ?? {};
  const discount = discountAllocations.reduce((sum, { amount }) => sum + amount.amount, 0);
  return {
    product_id: plainId(product?.id) || `line-${plainId(id)}`, // an item of no product, such as a tip
    variant_id: plainId(variant?.id),
    name: title ?? product?.title,
    variant: variant?.title,
    sku: variant?.sku,
    price: variant?.price.amount,
    category: product?.type,
    brand: product?.vendor,
    url: product?.url,
    image_url: variant?.image?.src,
    discount: Math.round(discount * 1000) / 1000 || undefined, // without the traces of binary fractions
    quantity,
  } as LineItem; // as the relay has it: what is expected may be missing
};

const codesOf = ({ discountApplications }: Checkout): string[] | undefined =>
  discountApplications?.filter(({ type }) => type === 'DISCOUNT_CODE').map(({ title }) => title);

/** Which checkout, of which cart. */
export interface CheckoutKeys {
  readonly cart_id: string | undefined;
  readonly checkout_id: string;
}

interface Content extends CheckoutKeys {
  readonly items: readonly LineItem[];
  readonly currency: string | null;
  readonly discount_codes: readonly string[] | undefined;
}

const contentOf = (checkout: Checkout, keys: CheckoutKeys): Content => ({
  ...keys,
  items: checkout.lineItems.map(lineOf),
  currency: checkout.currencyCode,
  discount_codes: codesOf(checkout),
});

/** For `checkout_started`. */
export const startedOf = (checkout: Checkout, keys: CheckoutKeys): object => {
  const content = contentOf(checkout, keys);
  return { ...content, value: valueOf(content.items) };
};

/** The order, where a shop has nobody else who tells of it; undefined while it has no id. */
export const orderOf = (checkout: Checkout, keys: CheckoutKeys): object | undefined => {
  const { order, totalPrice, subtotalPrice, shippingLine, totalTax, discountsAmount } = checkout;
  return order?.id
    ? {
        ...contentOf(checkout, keys),
        order_id: plainId(order.id),
        total: totalPrice?.amount,
        subtotal: subtotalPrice?.amount,
        shipping: shippingLine?.price?.amount,
        tax: totalTax?.amount,
        discount: discountsAmount?.amount,
        is_first_order: order.customer?.isFirstOrder,
      }
    : undefined;
};

/** `/checkouts/cn/<cart token>/…`. With "Buy now" it is another cart than the one in the shop's header. */
const cartInPath = /\/checkouts\/cn\/([^/?]+)/;

/** The cart that is being checked out. */
export const cartIdOf = (
  pathname: string,
  cart: { readonly id?: string | null } | null | undefined,
): string | undefined => normaliseCartId(cartInPath.exec(pathname)?.[1] ?? cart?.id ?? '') || undefined;
