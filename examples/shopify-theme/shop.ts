import { Hono, type Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Shop } from '../shared/listen.ts';
import { createCarts, type AjaxCart } from './carts.ts';
import { checkoutPage, pixelFrame, themePage, type ThemeKind } from './pages.ts';

/** Which theme the shop has, and what Cartline is told in it. */
export interface ThemeShopOptions {
  readonly theme: ThemeKind;
  /** "/" or "/de/". */
  readonly root?: string;
  /** What `shopify-theme.js`, `cartline.js` and the stubs are, by file name. */
  readonly scripts: Readonly<Record<string, string>>;
  /** Address of the relay, as browsers reach it. */
  readonly relay: string;
  readonly writeKey: string;
  readonly pixelKey: string;
}

/** Shopify's answers, as far as a theme and our scripts ask: Ajax API, pages, checkout with a custom pixel in its sandbox. */
export const createThemeShop = (options: ThemeShopOptions): Shop => {
  const { root = '/', scripts } = options;
  const app = new Hono();
  const carts = createCarts();

  const cartOf = (context: Context): AjaxCart => carts.read(getCookie(context, 'cart'));
  const keep = (context: Context, cart: AjaxCart): AjaxCart => {
    setCookie(context, 'cart', cart.token, { path: '/' });
    return cart;
  };
  const bodyOf = async (context: Context): Promise<Record<string, unknown>> =>
    context.req.header('content-type')?.includes('json')
      ? context.req.json<Record<string, unknown>>()
      : await context.req.parseBody();

  const add = async (context: Context) => {
    const { id, quantity = 1 } = await bodyOf(context);
    const added = carts.add(cartOf(context), Number(id), Number(quantity));
    if (added) keep(context, added.cart);
    return added;
  };

  for (const [name, text] of Object.entries(scripts))
    app.get(`/${name}`, (context) => context.body(text, 200, { 'Content-Type': 'text/javascript' }));

  app.get(`${root}cart.js`, (context) => context.json(cartOf(context)));
  app.post(`${root}cart/add.js`, async (context) => {
    const added = await add(context);
    // Lines, not the cart; what is sold out is refused.
    return added ? context.json(added.line) : context.json({ status: 422, message: 'Sold out' }, 422);
  });
  app.post(`${root}cart/add`, async (context) => {
    await add(context);
    return context.redirect(`${root}cart`, 303);
  });
  app.post(`${root}cart/change.js`, async (context) => {
    const { id, quantity } = await bodyOf(context);
    return context.json(keep(context, carts.change(cartOf(context), Number(id), Number(quantity))));
  });
  app.post(`${root}cart/update.js`, async (context) => {
    const { attributes } = await bodyOf(context);
    return context.json(keep(context, carts.merge(cartOf(context), attributes as Record<string, string>)));
  });

  const page = (context: Context, body: string, product = false) =>
    context.html(themePage({ ...options, root, product }, body));
  app.get(root, (context) => page(context, '<h1>Home</h1>'));
  app.get(`${root}products/night-oil`, (context) => page(context, '<h1>Night Oil</h1>', true));
  app.get(`${root}cart`, (context) => page(context, '<h1>Your cart</h1>'));

  app.get('/checkout', (context) => context.redirect(`/checkouts/cn/${cartOf(context).token.split('?')[0] ?? ''}`));
  app.get('/checkouts/cn/:token', (context) => context.html(checkoutPage(cartOf(context))));
  // The header makes its origin opaque, as Shopify's lax sandbox does.
  app.get('/pixel', (context) =>
    context.html(pixelFrame(options), 200, { 'Content-Security-Policy': 'sandbox allow-scripts allow-forms' }),
  );
  return { fetch: async (request) => app.fetch(request) };
};
