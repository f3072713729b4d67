import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Outcome } from './outcome.ts';

export interface ListenOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly hostname?: string;
}

export interface Listening {
  readonly url: string;
  readonly port: number;
  /** Stops listening and cuts the connections that are still open. */
  close(): Promise<void>;
}

const writeHalf = async (response: Response, { incoming, outgoing }: HttpBindings): Promise<void> => {
  const body = new TextEncoder().encode(await response.text());
  outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), 'content-length': body.length });
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => incoming.socket.destroy());
};

/** Carries an outcome out on the socket. */
const onWire = async (outcome: Outcome, bindings: HttpBindings): Promise<Response> => {
  if (outcome.kind === 'answer') return outcome.response;
  if (outcome.kind === 'reset') bindings.incoming.socket.resetAndDestroy();
  else await writeHalf(outcome.response, bindings);
  return RESPONSE_ALREADY_SENT;
};

const close = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });

/** Serves over HTTP. The port is taken when the promise resolves; it rejects when the port is in use. */
export const listen = (
  handle: (request: Request) => Promise<Outcome>,
  options: ListenOptions = {},
): Promise<Listening> => {
  const { port = 0, hostname = '127.0.0.1' } = options;
  const server = createAdaptorServer({
    fetch: async (request, bindings) => onWire(await handle(request), bindings as HttpBindings), // HTTP/1 as created here
    overrideGlobalObjects: false,
  }) as Server;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, hostname, () => {
      const address = server.address() as AddressInfo; // a TCP server that listens has one
      const url = `http://${hostname.includes(':') ? `[${hostname}]` : hostname}:${address.port}`;
      resolve({ url, port: address.port, close: () => close(server) });
    });
  });
};
