import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { listenShop as listenScriptTagShop } from '../../examples/script-tag-shop/serve.ts';
import { buildShop } from '../../examples/vite-shop/build.ts';
import { listenShop as listenViteShop } from '../../examples/vite-shop/serve.ts';
import { writeKey } from '../support/relay-process.ts';

/** A shop to visit, whichever way it installed Cartline. */
export interface Shop {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export interface ShopKind {
  readonly name: string;
  /** What has to be built before it can be served. */
  readonly prepare: () => Promise<void>;
  readonly listen: (relay: string) => Promise<Shop>;
}

const dist = (file: string): string => fileURLToPath(new URL(`../../dist/${file}`, import.meta.url));
const anywhere = { port: 0, hostname: '127.0.0.1' };

/** The shop serves the script from its own host, as shops do that want to track while their relay is down. */
const scriptTagShop: ShopKind = {
  name: 'script-tag shop',
  prepare: () => Promise.resolve(),
  listen: async (relay) => {
    const stub = await readFile(dist('stub.js'), 'utf8');
    const snippet = `<script>${stub}</script><script async src="/cartline.js" data-relay="${relay}" data-write-key="${writeKey}"></script>`;
    return listenScriptTagShop({
      ...anywhere,
      snippet,
      scripts: { 'cartline.js': await readFile(dist('cartline.js'), 'utf8') },
    });
  },
};

const viteShop: ShopKind = {
  name: 'React shop',
  prepare: buildShop,
  listen: (relay) => listenViteShop({ ...anywhere, relay, writeKey }),
};

export const shopKinds: readonly ShopKind[] = [scriptTagShop, viteShop];
