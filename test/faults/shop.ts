import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { writeKey } from '../support/relay-process.ts';

/** How the shop's next pages are made; a row may change any of it. */
export interface ShopOptions {
  /** Milliseconds that the page's clock is ahead; undefined: pages have no clock of their own. */
  clockMs: number | undefined;
  /** `no-store` keeps a page out of the back-forward cache of some browsers. */
  cacheControl: string;
  /** Markup before the SDK, such as a script that takes something away. */
  head: string;
  /** Markup after the SDK. */
  body: string;
  contentSecurityPolicy: string | undefined;
  /** How often the snippet stands in the page. */
  snippets: number;
  script: string;
  /** A host that no browser takes for safe (plain http): no Web Locks. */
  isPlain: boolean;
}

/** The shop: another origin than the relay's. */
export interface Shop {
  /** Its origin. */
  readonly url: () => string;
  /** Paths of the pages that were asked for. */
  readonly hits: readonly string[];
  readonly options: ShopOptions;
  /** What went wrong in pages. */
  readonly errors: readonly string[];
  /** Sizes of the shop's own beacons. */
  readonly beacons: readonly number[];
  readonly close: () => Promise<void>;
}

export interface ShopFiles {
  readonly script: string;
  readonly stub: string;
  readonly lab: string;
}

const snippet = (relay: string, stub: string): string =>
  `<script>${stub}</script><script>lab.listen()</script><script async src="/cartline.js" data-relay="${relay}" data-write-key="${writeKey}"></script>`;

/** `/empty` is a page of the shop without the SDK. */
const pageOf = (
  relay: string,
  { stub }: ShopFiles,
  { clockMs, head, body, snippets }: ShopOptions,
  path: string,
): string => `<!doctype html>
<html lang="en"><head><title>The shop</title><link rel="icon" href="data:,">
<script>window.labOptions = ${JSON.stringify({ writeKey, clockMs })}</script><script src="/lab.js"></script>${head}
${snippet(relay, stub).repeat(path === '/empty' ? 0 : snippets)}</head><body><h1>The shop</h1>${body}</body></html>`;

const sizeOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding was set
  return Buffer.concat(chunks);
};

/** Serves the test page; the SDK comes from the shop's own host, as in shops that want to track while their relay is down. */
export const startShop = async (relay: string, files: ShopFiles): Promise<Shop> => {
  const options: ShopOptions = {
    clockMs: undefined,
    cacheControl: 'no-cache',
    head: '',
    body: '',
    contentSecurityPolicy: undefined,
    snippets: 1,
    script: files.script,
    isPlain: false,
  };
  const hits: string[] = [];
  const errors: string[] = [];
  const beacons: number[] = [];

  const serve = (response: ServerResponse, type: string, text: string, headers: Record<string, string> = {}): void => {
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, ...headers });
    response.end(text);
  };

  const collect = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await sizeOf(request);
    if (request.url === '/error') errors.push(body.toString());
    else beacons.push(body.length);
    response.writeHead(204).end();
  };

  const server = createServer((request, response) => {
    const { contentSecurityPolicy, cacheControl, script } = options;
    if (request.method === 'POST') return void collect(request, response).catch(() => response.destroy());
    if (request.url === '/lab.js') return serve(response, 'text/javascript', files.lab);
    if (request.url === '/cartline.js') return serve(response, 'text/javascript', script);
    hits.push(request.url ?? '');
    const policy = contentSecurityPolicy === undefined ? {} : { 'content-security-policy': contentSecurityPolicy };
    serve(response, 'text/html', pageOf(relay, files, options, request.url ?? '/'), {
      'cache-control': cacheControl,
      ...policy,
    });
  });
  server.on('clientError', (_, socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // TCP

  return {
    url: () => `http://${options.isPlain ? 'shop.test' : '127.0.0.1'}:${port}`,
    hits,
    options,
    errors,
    beacons,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};
