import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { listen, type ListeningShop, type ListenOptions, type Shop } from '../shared/listen.ts';

/** What the server puts in the place of `<!-- cartline -->`: the inline stub and the script tag of the SDK. */
export interface ShopOptions {
  snippet: string;
  /** The SDK's files by name, `cartline.js` and `debug.js`: from the shop's own host they are there while the relay is not. */
  scripts?: Readonly<Record<string, string>>;
}

const pages = new URL('./public/', import.meta.url);
const shared = new URL('../shared/', import.meta.url);

/** The shop as a fetch handler: its pages with the snippet in their head, its scripts, and the files both shops share. */
export function createShopServer({ snippet, scripts = {} }: ShopOptions): Shop {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.header('Cache-Control', 'no-cache');
  });
  app.get('/', async (context) => context.html(await pageWith(snippet, 'index.html')));
  for (const [name, script] of Object.entries(scripts)) {
    app.get(`/${name}`, (context) => context.body(script, 200, { 'Content-Type': 'text/javascript' }));
  }
  // The pattern allows no dot or slash before .html, so a name cannot leave the folder.
  app.get('/:page{[a-z-]+\\.html}', async (context) => {
    // A page that cannot be read is not there: the answer is the same.
    const page = await pageWith(snippet, context.req.param('page')).catch(() => undefined);
    return page === undefined ? context.notFound() : context.html(page);
  });
  // serveStatic refuses paths with dot segments, plain or encoded; each root below holds public files only.
  app.get('/js/*', serveStatic({ root: fileURLToPath(pages) }));
  app.get('/images/*', serveStatic({ root: fileURLToPath(new URL('./public/', shared)) }));
  app.get('/styles/*', serveStatic({ root: fileURLToPath(shared) }));
  app.get('/catalogue.json', serveStatic({ root: fileURLToPath(shared) }));
  return { fetch: async (request) => app.fetch(request) };
}

/** Serves the shop on a port of this machine. */
export async function listenShop({ port, hostname, ...options }: ListenOptions & ShopOptions): Promise<ListeningShop> {
  return listen(createShopServer(options), { port, hostname });
}

async function pageWith(snippet: string, name: string): Promise<string> {
  const page = await readFile(new URL(name, pages), 'utf8');
  // A function, because a plain replacement text would read "$&" in the snippet as an instruction.
  return page.replace('<!-- cartline -->', () => snippet);
}
