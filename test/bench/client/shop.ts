import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bundle } from './bundle.ts';

/** Serves a page with one SDK in it, on another origin than the collector's. */
export interface Shop {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** What a page of the shop offers to the measuring functions that run in it. */
export interface BenchPage {
  readonly bench: {
    readonly init: (options: { collector: string; lifted: boolean }) => void;
    readonly track: (name: string, properties: object) => void;
    readonly page: () => void;
    readonly identify: (email: string) => void;
  };
  readonly product: (id: string) => object;
}

export interface ShopOptions {
  readonly bundle: Bundle;
  /** Host and port of the collector. */
  readonly collector: string;
  /** `ready`: the SDK runs and has tracked the page. `bare`: the page waits for a measure to load it. */
  readonly page: 'ready' | 'bare';
  /** Cross-origin isolated: `performance.now()` then has a resolution of 5 µs. */
  readonly isolated?: boolean;
}

const ISOLATION = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

/** The same event for all: what a shop says about a product. */
const PRODUCT = `window.product = (id) => ({ bench_id: id, product_id: 'p_4711', sku: 'CL-150', name: 'Gentle cleanser, 150 ml',
  category: 'Face', brand: 'Acme', variant: '150 ml', price: 24, currency: 'EUR', quantity: 1, position: 3,
  url: location.origin + '/products/gentle-cleanser', image_url: location.origin + '/images/gentle-cleanser.jpg' });`;

/** Attributes of the script tag; the peers take no notice of them. */
export const tagOf = (collector: string): Record<string, string> => ({
  relay: `http://${collector}`,
  writeKey: 'wk_bench',
});

const tag = (collector: string): string =>
  `data-relay="http://${collector}" data-write-key="${tagOf(collector).writeKey}"`;

const pageOf = ({ collector, page, isolated }: ShopOptions): string => `<!doctype html>
<html lang="en"><head><title>The shop</title><link rel="icon" href="data:,"><script>${PRODUCT}</script>${
  page === 'bare'
    ? ''
    : `<script src="/sdk.js" ${tag(collector)}></script><script src="/adapter.js"></script>
<script>bench.init({ collector: '${collector}', lifted: ${!!isolated} }); bench.page();</script>`
}</head><body><h1>Gentle cleanser</h1></body></html>`;

export const startShop = async (options: ShopOptions): Promise<Shop> => {
  const { code, adapter } = options.bundle;
  const server = createServer(({ url }, response) => {
    const script = url === '/sdk.js' ? code : url === '/adapter.js' ? adapter : undefined;
    const type = script === undefined ? 'text/html' : 'text/javascript';
    response.writeHead(200, {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'no-cache',
      ...(options.isolated && ISOLATION),
    });
    response.end(script ?? pageOf(options));
  });
  server.on('clientError', (_, socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // TCP
  return {
    url: `http://${options.bundle.sdk.key}.localhost:${port}`, // a host of its own: cookies do not know ports
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};
