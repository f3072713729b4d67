import { forged, genuine, type RawDelivery, type Verification } from '../source.ts';
import { hmacOf, isSignedBy } from '../signature.ts';

/** Shopify's webhooks say X-Shopify-…, its Events say shopify-…; both are in use. */
export const headerOf = (headers: Headers, name: string): string | undefined =>
  headers.get(`x-shopify-${name}`) ?? headers.get(`shopify-${name}`) ?? undefined;

/** Base64 HMAC-SHA256 of the raw body, with any of the secrets; and of the shop that the source is for. */
export const verifyShopify = async (
  { raw, headers }: RawDelivery,
  secrets: readonly string[],
  shop: string | undefined,
): Promise<Verification> => {
  const signature = headerOf(headers, 'hmac-sha256');
  if (signature === undefined) return forged('the signature is missing (X-Shopify-Hmac-Sha256)');
  if (!(await isSignedBy(signature, secrets, (secret) => hmacOf(secret, raw, 'base64'))))
    return forged('the signature is wrong (X-Shopify-Hmac-Sha256)');
  const domain = headerOf(headers, 'shop-domain');
  if (shop !== undefined && domain?.toLowerCase() !== shop.toLowerCase())
    return forged(`it is of another shop (X-Shopify-Shop-Domain), expected ${shop}`);
  return genuine;
};
