import type { Cart } from '../../index.ts';

/** A call by name, as the inline stub queues it: `cartline('cart.set', cart)`. */
export type Call = readonly [method: string, ...args: unknown[]];

/** What stands at `window.cartline`: the inline stub's queue first, then the script with its client. */
export interface GlobalCartline {
  (...call: Call): unknown;
  q?: [time: number, call: Call][];
  readonly client?: { readonly anonymousId: string; readonly cart: { readonly set: (cart: Cart) => void } };
}

/** Shopify's customer privacy API 0.1, as far as it is asked. */
interface CustomerPrivacy {
  readonly analyticsProcessingAllowed?: () => boolean;
}

/** What Shopify puts into the pages of a theme, as far as it is used. Any of it may be missing. */
export interface ShopifyGlobals {
  readonly Shopify?: {
    readonly routes?: { readonly root?: string };
    readonly currency?: { readonly active?: string };
    readonly customerPrivacy?: CustomerPrivacy;
    readonly loadFeatures?: (features: readonly object[], loaded: (error?: unknown) => void) => void;
  };
  /** `var meta = { product, page }` of `content_for_header`. */
  readonly meta?: unknown;
}

/** The window that the theme script runs in. */
export interface ThemeWindow extends ShopifyGlobals {
  cartline?: GlobalCartline;
  /** Storefront events that came before the script did; the inline stub collects them. */
  cartlineEvents?: Event[];
  fetch: typeof fetch;
  readonly XMLHttpRequest: typeof XMLHttpRequest;
}

/** "/" or "/de/": the Ajax API of a translated shop answers below its locale. */
export const rootOf = ({ Shopify }: ShopifyGlobals): string => Shopify?.routes?.root ?? '/';

/** Shopify's ids with or without `gid://shopify/Product/`. */
export const plainId = (id: string | number | null | undefined): string =>
  String(id ?? '').replace(/^gid:\/\/shopify\/\w+\//, '');
