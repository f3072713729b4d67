import { createAdaptorServer } from '@hono/node-server';

/** Answers requests for a shop's pages and files. */
export interface Shop {
  fetch(request: Request): Promise<Response>;
}

/** A shop that can be visited. */
export interface ListeningShop {
  /** Without a slash at the end, such as `http://127.0.0.1:4100`. */
  url: string;
  /** Resolves when the port is free again; open connections are cut. */
  close(): Promise<void>;
}

/** Where to listen; port 0 takes any free one. */
export interface ListenOptions {
  port: number;
  hostname: string;
}

/** Serves a shop over plain HTTP; rejects if the port is taken. */
export async function listen(shop: Shop, { port, hostname }: ListenOptions): Promise<ListeningShop> {
  const server = createAdaptorServer({ fetch: (request: Request) => shop.fetch(request) });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, hostname, resolve);
  });
  const address = server.address();
  const actualPort = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://${hostname}:${actualPort}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
