import { createTrackCart, TrackProduct, useIdentify, usePageViews, useTrackCart } from 'cartline/react';
import type { Identify } from 'cartline';
import { StrictMode, type ReactNode } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { examples, storefront } from '../storefronts/carts/examples.ts';
import { openPage, type Page } from './page.tsx';

let page: Page;
beforeEach(() => {
  page = openPage();
});
afterEach(() => page.close());

const strict = (node: ReactNode): ReactNode => <StrictMode>{node}</StrictMode>;
const item = { product_id: 'p1', name: 'Cleanser', price: 24, quantity: 1, sku: 'CL-150', category: 'Face' };
const cartOf = (quantity: number) => ({
  cart_id: 'c1',
  currency: 'EUR',
  items: [{ ...item, quantity }],
});

describe('useTrackCart', () => {
  const Cart = ({ cart, id }: { cart: object | null; id?: string }): null => {
    useTrackCart(cart, id);
    return null;
  };

  it('tracks what was added and removed, each once in StrictMode', async () => {
    await page.render(strict(<Cart cart={cartOf(1)} />));
    await page.render(strict(<Cart cart={cartOf(3)} />));
    await page.render(strict(<Cart cart={cartOf(2)} />));
    expect(page.said()).toEqual(['added_to_cart', 'added_to_cart', 'removed_from_cart']);
    expect(page.bodies()[1]).toMatchObject({
      properties: { added: [{ product_id: 'p1', quantity: 2 }] },
    });
  });

  it.each(examples)('takes a cart of $platform', async ({ in: cart, out }) => {
    await page.render(<Cart cart={cart} id="woo-1" />);
    expect(page.bodies()).toMatchObject([
      {
        event: 'added_to_cart',
        properties: {
          cart_id: out.cart_id,
          currency: out.currency,
          items: out.items,
        },
      },
    ]);
  });

  it("lets no part of Shopify's secret into a message", async () => {
    await page.render(<Cart cart={storefront} />);
    expect(JSON.stringify(page.bodies())).not.toContain('secret');
  });

  it('tracks nothing without a cart', async () => {
    await page.render(<Cart cart={null} />);
    expect([page.said(), page.errors]).toEqual([[], []]);
  });

  it('waits for the server where a cart is optimistic', async () => {
    const [line] = storefront.lines.nodes;
    const pending = {
      id: '__h_pending_1',
      quantity: 1,
      isOptimistic: true,
      merchandise: line?.merchandise,
    };
    await page.render(<Cart cart={storefront} />);
    await page.render(
      <Cart
        cart={{
          ...storefront,
          isOptimistic: true,
          lines: { nodes: [pending, line] },
        }}
      />,
    );
    await page.render(<Cart cart={{ ...storefront }} />);
    expect([page.said(), page.errors]).toEqual([['added_to_cart'], []]);
  });

  it('does not take the cart of a page that has slept for a removal of what another tab added', async () => {
    await page.render(<Cart cart={cartOf(1)} />);
    page.client.cart.set(cartOf(2)); // as another tab does, by the storage they share
    await page.render(<Cart cart={cartOf(1)} />);
    expect(page.said()).toEqual(['added_to_cart', 'added_to_cart']);
  });

  it('tells the client of a cart that cannot be read, once, and throws nothing', async () => {
    await page.render(strict(<Cart cart={{ basket: 1, total: 2 }} />));
    await page.render(strict(<Cart cart={{ basket: 1, total: 2 }} />));
    expect(page.errors.map(({ detail }) => String(detail))).toEqual([
      'TypeError: useTrackCart cannot read {basket,total}',
    ]);
    expect(page.said()).toEqual([]);
  });

  it('takes a reader of the shop, and survives what it throws', async () => {
    const useTrackBasket = createTrackCart((basket) => ({
      cart_id: 'b1',
      currency: 'EUR',
      items: (basket as { rows: [] }).rows.map((quantity) => ({
        ...item,
        sku: 's',
        category: 'c',
        quantity,
      })),
    }));
    const Basket = ({ basket }: { basket: object }): null => {
      useTrackBasket(basket);
      return null;
    };
    await page.render(<Basket basket={{ rows: [2] }} />);
    await page.render(<Basket basket={{}} />);
    expect(page.said()).toEqual(['added_to_cart']);
    expect(page.errors).toHaveLength(1);
  });
});

describe('TrackProduct', () => {
  const product = {
    product_id: 'p1',
    name: 'Cleanser',
    price: 24,
    currency: 'EUR',
  };

  it('tracks a view once in StrictMode, and not again for a new price', async () => {
    await page.render(strict(<TrackProduct product={product} />));
    await page.render(strict(<TrackProduct product={{ ...product, price: 20 }} />));
    expect(page.bodies()).toMatchObject([{ event: 'product_viewed', properties: product }]);
  });

  it('tracks another product, another variant, and the first one again when it is back', async () => {
    await page.render(strict(<TrackProduct product={product} />));
    await page.render(strict(<TrackProduct product={{ ...product, variant_id: 'v2' }} />));
    await page.render(strict(null));
    await page.render(strict(<TrackProduct product={product} />));
    expect(page.said()).toEqual(['product_viewed', 'product_viewed', 'product_viewed']);
  });
});

describe('useIdentify', () => {
  const Person = ({ person }: { person?: Identify | false }): null => {
    useIdentify(person);
    return null;
  };

  it('says once who it is, when that is known', async () => {
    await page.render(strict(<Person />));
    expect(page.said()).toEqual([]);
    await page.render(strict(<Person person={{ email: 'jane@example.com' }} />));
    await page.render(strict(<Person person={{ email: 'jane@example.com' }} />));
    expect(page.bodies()).toMatchObject([{ type: 'identify', traits: { email: 'jane@example.com' } }]);
  });

  it('says it again after a logout, and when something changed', async () => {
    await page.render(<Person person={{ email: 'jane@example.com' }} />);
    await page.render(<Person person={{ email: 'jane@example.com', traits: { first_name: 'Jane' } }} />);
    await page.render(<Person person={false} />);
    await page.render(<Person person={{ email: 'jane@example.com' }} />);
    expect(page.said()).toEqual(['identify', 'identify', 'identify']);
  });
});

describe('usePageViews', () => {
  const Views = ({ path }: { path?: string }): null => {
    usePageViews(path);
    return null;
  };

  it('tracks the first view and every other path, each once in StrictMode', async () => {
    for (const path of ['/', '/', '/p/1', '/']) await page.render(strict(<Views path={path} />));
    expect(page.said()).toEqual(['page', 'page', 'page']);
  });

  it('looks at the address where no router says the path', async () => {
    await page.render(strict(<Views />));
    history.pushState(null, '', '/elsewhere?sort=price');
    await page.render(strict(<Views />));
    history.pushState(null, '', '/elsewhere?sort=name');
    await page.render(strict(<Views />));
    expect(page.bodies()).toMatchObject([{ type: 'page' }, { properties: { path: '/elsewhere' } }]);
    expect(page.said()).toHaveLength(2);
  });
});

describe('a page that a server has rendered', () => {
  const Shop = (): ReactNode => {
    usePageViews('/');
    useTrackCart(cartOf(1));
    useIdentify({ email: 'jane@example.com' });
    return (
      <main>
        <TrackProduct
          product={{
            product_id: 'p1',
            name: 'Cleanser',
            price: 24,
            currency: 'EUR',
          }}
        />
        Cleanser
      </main>
    );
  };

  it('says nothing on the server, hydrates without a complaint, and says everything once', async () => {
    const complaint = vi.spyOn(console, 'error');
    const { document } = globalThis;
    vi.stubGlobal('document', undefined);
    const html = renderToString(strict(<Shop />));
    vi.stubGlobal('document', document);
    expect([html, page.said()]).toEqual(['<main>Cleanser</main>', []]);
    await page.hydrate(html, strict(<Shop />));
    expect(page.said().sort()).toEqual(['added_to_cart', 'identify', 'page', 'product_viewed']);
    expect(complaint).not.toHaveBeenCalled();
  });
});

describe('two copies of the module in one page', () => {
  it('are one client, and say a thing once between them', async () => {
    vi.resetModules();
    const copy = await import('cartline/react');
    expect(copy.useTrackCart).not.toBe(useTrackCart);
    const seen = new Set<unknown>();
    const First = (): null => {
      useTrackCart(cartOf(1));
      usePageViews('/');
      return null;
    };
    const Second = (): null => {
      seen.add(copy.useCartline());
      copy.useTrackCart(cartOf(1));
      copy.usePageViews('/');
      return null;
    };
    await page.render(
      strict(
        <>
          <First />
          <Second />
        </>,
      ),
    );
    expect(seen).toEqual(new Set([page.client]));
    expect(page.said().sort()).toEqual(['added_to_cart', 'page']);
  });
});
