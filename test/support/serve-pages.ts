import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Pages of one origin. */
export interface ServedPages {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** Serves texts by their paths on an origin of its own; asked anew at each request. Scripts by `.js`, all else as HTML. */
export const servePages = async (pages: Readonly<Record<string, () => string>>): Promise<ServedPages> => {
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const text = pages[path];
    const type = path.endsWith('.js') ? 'text/javascript' : 'text/html';
    response.writeHead(text ? 200 : 404, { 'content-type': `${type}; charset=utf-8` }).end(text?.());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a socket's file
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
