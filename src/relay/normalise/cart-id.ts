/** Shopify's cart id is followed by `?key=…`, which is a secret: whoever has it can read and change the cart. */
const shopifyCart = /^(gid:\/\/shopify\/Cart\/)+/;

/** True for a text that carries Shopify's prefix, under whatever name it stands. */
export const isShopifyCart = (text: string): boolean => shopifyCart.test(text);

/** A cart's id without Shopify's prefix and without its secret key. */
export const plainCartId = (id: string): string => id.replace(shopifyCart, '').split('?')[0] ?? '';
