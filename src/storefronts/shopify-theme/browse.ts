import { rootOf, type ThemeWindow } from './page.ts';
import { productOfEvent, productOfPage, type ProductPage, type ProductView } from './product-view.ts';

/** What the page's looks are told to. */
export interface BrowseListener {
  readonly track: (event: string, properties: object) => void;
  /** The cart is being looked at; its reader tells what is in it. */
  readonly cartViewed: () => void;
}

export interface Browse {
  /** Tells what this page shows, by its address and Shopify's `meta`: for themes that dispatch no events. */
  readonly readPage: () => void;
  /** A storefront event; those about the cart's lines are for others. */
  readonly onEvent: (event: Event) => void;
}

/** What is read of the events here, none of which has to be there. */
type StorefrontEvent = Event & {
  readonly context?: string;
  readonly collection?: { readonly handle?: string };
  readonly search?: { readonly query?: string };
  readonly promise?: Promise<{ readonly totalCount?: number }>;
};

interface Meta {
  readonly product?: unknown;
  readonly page?: { readonly pageType?: string };
}

const content = (document: Document, property: string): string | undefined =>
  document.querySelector<HTMLMetaElement>(`meta[property="${property}"]`)?.content;

/**
 * Tells what is looked at: products, collections, searches, the cart. The theme's events and the page itself say the
 * same; whichever is first is told, once a page.
 */
export const createBrowse = (
  page: ThemeWindow,
  { document, location }: Pick<Window, 'document' | 'location'>,
  { track, cartViewed }: BrowseListener,
): Browse => {
  const told = new Set<string>();
  const once = (key: string, tell: () => void): void => {
    if (!told.has(key)) tell();
    told.add(key);
  };

  /** The path behind the locale: "products/night-oil". */
  const path = (): string => location.pathname.replace(rootOf(page), '').replace(/^\/|\/$/g, '');
  const handleIn = (folder: string): string | undefined => new RegExp(`(?:^|/)${folder}/([^/]+)`).exec(path())?.[1];
  const address = (): string => location.origin + location.pathname;

  const viewed = (view: ProductView | undefined): void => {
    if (view) once(`product ${view.product_id}`, () => track('product_viewed', view));
  };

  const facts = (): ProductPage => ({
    variant: new URLSearchParams(location.search).get('variant'),
    currency: page.Shopify?.currency?.active,
    url: address(),
    image: content(document, 'og:image'),
  });

  const readProduct = (handle: string): void => {
    const { product, page: shown } = (page.meta ?? {}) as Meta; // nothing is believed before it was looked at
    const known = shown?.pageType === 'product' ? productOfPage(product, facts()) : undefined;
    if (known) return viewed(known);
    const said = facts();
    page
      .fetch(`${rootOf(page)}products/${handle}.js`)
      .then((response) => response.json())
      .then((json) => viewed(productOfPage(json, said)))
      .catch(() => undefined); // no product of that name, or no network
  };

  const searched = (query: string, count?: number): void =>
    once(`search ${query}`, () => track('products_searched', { query, results_count: count }));
  const listed = (list: string | undefined): void => {
    if (list) once(`list ${list}`, () => track('product_list_viewed', { list_id: list }));
  };

  return {
    readPage: () => {
      const query = new URLSearchParams(location.search).get('q');
      const product = handleIn('products');
      if (product) readProduct(product);
      else listed(handleIn('collections'));
      if (path() === 'search' && query) searched(query);
      if (path() === 'cart') once('cart', cartViewed);
    },
    onEvent: (event) => {
      const { context, collection, search, promise } = event as StorefrontEvent;
      switch (event.type) {
        case 'shopify:product:view':
          return viewed(productOfEvent(event, address()));
        case 'shopify:collection:view':
          return listed(collection?.handle);
        case 'shopify:cart:view':
          return context === 'page' ? once('cart', cartViewed) : cartViewed();
        case 'shopify:search:update': {
          const query = search?.query;
          // A search that is refined before it is answered rejects, and was not seen.
          if (query)
            Promise.resolve(promise).then(
              (result) => searched(query, result?.totalCount),
              () => undefined,
            );
        }
      }
    },
  };
};
