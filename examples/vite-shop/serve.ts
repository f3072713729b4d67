import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { listen, type ListeningShop, type ListenOptions, type Shop } from '../shared/listen.ts';

/** Where the shop's events go: written into the two metas of its page, over what the build was made with. */
export interface ShopOptions {
  /** The relay's address, such as `http://127.0.0.1:8787`. */
  relay: string;
  writeKey: string;
}

const dist = new URL('./dist/', import.meta.url);

/** The built shop as a fetch handler; every path that is no file is a page of the single-page app. Run `buildShop()` first. */
export function createShopServer(options: ShopOptions): Shop {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.header('Cache-Control', 'no-cache');
  });
  // serveStatic refuses paths with dot segments, plain or encoded.
  const files = serveStatic({ root: fileURLToPath(dist) });
  app.get('/assets/*', files, (context) => context.notFound());
  app.get('/images/*', files, (context) => context.notFound());
  app.get('*', async (context) => context.html(await pageFor(options)));
  return { fetch: async (request) => app.fetch(request) };
}

/** Serves the built shop on a port of this machine. */
export async function listenShop({ relay, writeKey, ...where }: ListenOptions & ShopOptions): Promise<ListeningShop> {
  return listen(createShopServer({ relay, writeKey }), where);
}

async function pageFor({ relay, writeKey }: ShopOptions): Promise<string> {
  const page = await readFile(new URL('index.html', dist), 'utf8');
  return withMeta(withMeta(page, 'cartline-relay', relay), 'cartline-write-key', writeKey);
}

function withMeta(page: string, name: string, content: string): string {
  const quoted = content.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return page.replace(`<meta name="${name}" content=""`, () => `<meta name="${name}" content="${quoted}"`);
}
