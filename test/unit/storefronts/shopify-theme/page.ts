import { vi } from 'vitest';
import { startTheme, type ThemeOptions } from '../../../../src/storefronts/shopify-theme/theme.ts';
import type {
  Call,
  GlobalCartline,
  ShopifyGlobals,
  ThemeWindow,
} from '../../../../src/storefronts/shopify-theme/page.ts';
import { goTo } from '../../client/browser/page.ts';

export const line = {
  id: 39_072_856,
  variant_id: 39_072_856,
  product_id: 632_910_392,
  quantity: 1,
  title: 'Night Oil - 30 ml',
  product_title: 'Night Oil',
  variant_title: '30 ml',
  price: 2700,
  original_price: 2700,
  final_price: 2700,
  sku: 'NO-30',
  vendor: 'Alder & Rue',
  product_type: 'Oil',
  url: '/products/night-oil?variant=39072856',
  image: null,
  key: '39072856:abc',
};

export const emptyCart = { token: 'tok1?key=secret', currency: 'EUR', items: [] as object[], attributes: {} };
export const fullCart = { ...emptyCart, items: [line] };

/** A theme's page with a shop behind its `fetch`. */
export interface ThemePage {
  /** What `/cart.js` answers now. */
  cart: { token: string; currency: string; items: object[]; attributes: Record<string, string> };
  /** Addresses that were asked for, with the method where it is not GET. */
  readonly requests: string[];
  readonly calls: Call[];
  readonly callsOf: (name: string) => unknown[];
  readonly warnings: string[];
  readonly window: ThemeWindow;
  /** cartline.js has run. */
  readonly loadClient: (anonymousId?: string) => void;
  readonly client: { anonymousId: string };
}

export interface ThemePageOptions {
  readonly path?: string;
  readonly options?: ThemeOptions;
  readonly shopify?: ShopifyGlobals['Shopify'];
  readonly meta?: unknown;
  readonly gpc?: boolean;
  /** Answers instead of the shop. */
  readonly answer?: (address: string, init?: RequestInit) => Response | undefined;
  /** Before the script runs. */
  readonly before?: (page: ThemeWindow) => void;
}

export const allowed: NonNullable<ShopifyGlobals['Shopify']> = {
  routes: { root: '/' },
  currency: { active: 'EUR' },
  customerPrivacy: { analyticsProcessingAllowed: () => true },
};

const parse = (init: RequestInit | undefined): { attributes?: Record<string, string> } =>
  JSON.parse((init?.body as string | undefined) ?? '{}') as { attributes?: Record<string, string> }; // our own script wrote it

/** Opens a page of the shop, and runs the theme script in it. */
export const openTheme = (given: ThemePageOptions = {}): ThemePage => {
  const { path = '/', options = {}, shopify = allowed, meta, gpc = false, answer, before } = given;
  goTo(`https://shop.example${path}`);
  const requests: string[] = [];
  const calls: Call[] = [];
  const warnings: string[] = [];
  const client = { anonymousId: 'visitor-1', cart: { set: () => undefined } };

  const shop = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const address = input instanceof Request ? input.url : String(input);
    requests.push(init?.method ? `${init.method} ${address}` : address);
    await Promise.resolve();
    const answered = answer?.(address, init);
    if (answered) return answered;
    if (address.endsWith('cart/update.js')) {
      themed.cart = { ...themed.cart, attributes: { ...themed.cart.attributes, ...parse(init).attributes } };
      return Response.json(themed.cart);
    }
    return address.endsWith('cart.js') ? Response.json(themed.cart) : new Response('', { status: 404 });
  };

  const cartline: GlobalCartline = (...call) => void calls.push(call);
  const window: ThemeWindow = {
    Shopify: shopify,
    meta,
    cartline,
    fetch: vi.fn(shop),
    XMLHttpRequest: class {
      open(): void {}
    } as unknown as typeof XMLHttpRequest,
  };
  const themed: ThemePage = {
    cart: emptyCart,
    requests,
    calls,
    callsOf: (name) => calls.filter(([method, event]) => method === name || event === name).map((call) => call.at(-1)),
    warnings,
    window,
    client,
    loadClient: (anonymousId = 'visitor-1') => {
      client.anonymousId = anonymousId;
      window.cartline = Object.assign(cartline, { client });
      document.dispatchEvent(new Event('load'));
    },
  };
  before?.(window);
  startTheme(window, { document, location, gpc: () => gpc, warn: (text) => warnings.push(text) }, options);
  return themed;
};

/** A standard storefront event, as Shopify's library dispatches it. */
export const storefrontEvent = (name: string, payload: object): Event =>
  Object.assign(new Event(`shopify:${name}`, { bubbles: true }), payload);
