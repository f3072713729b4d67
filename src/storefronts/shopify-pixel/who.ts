import type { Attribute } from './checkout.ts';

/** The part of `browser` that is asked: all async, and about the shop's page, not about the sandbox. */
export interface PixelBrowser {
  readonly cookie: { readonly get: (name?: string) => Promise<string> };
  readonly localStorage: {
    readonly getItem: (key: string) => Promise<string | null>;
    readonly setItem: (key: string, value: string) => Promise<unknown>;
  };
}

/** The cart attribute under which the theme's script has put the visitor's id into the cart. */
const STAMP = 'cartline_id';

/**
 * The visitor, by the first that knows: the cart that is checked out, the client's cookie on the shop's domain. Without
 * either it is Shopify's own id, so that the steps of one checkout belong together.
 */
export const whoIs = async (
  attributes: readonly Attribute[] | undefined,
  { cookie }: PixelBrowser,
  clientId: string,
): Promise<string> =>
  attributes?.find(({ key }) => key === STAMP)?.value ||
  (await cookie.get('cl_id').catch(() => '')) || // refused by the browser
  clientId;
