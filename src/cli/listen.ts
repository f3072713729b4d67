import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Relay } from '../relay/create-relay.ts';
import { within } from '../relay/within.ts';
import { UserError } from './problem.ts';

/** A listening server. */
export interface Listening {
  readonly port: number;
  /** Takes no new connection, lets what is under way be answered until `finished`, then closes what is left. */
  readonly close: (finished?: Promise<void>) => Promise<void>;
}

/** A request has to be there within this time, or its connection is closed (slow loris). Node looks once a second: 10 s in all. */
const HEADERS_TIMEOUT_MS = 8_000;
const REQUEST_TIMEOUT_MS = 9_000;
const CHECK_INTERVAL_MS = 1_000;
/** Longer than the 60 s after which load balancers drop idle connections, so that it is never we who cut theirs. */
const KEEP_ALIVE_MS = 65_000;
/** Time for the last answers to leave, after the relay has stopped. */
const LAST_ANSWERS_MS = 500;

const serverOptions = {
  headersTimeout: HEADERS_TIMEOUT_MS,
  requestTimeout: REQUEST_TIMEOUT_MS,
  connectionsCheckingInterval: CHECK_INTERVAL_MS,
  keepAliveTimeout: KEEP_ALIVE_MS,
  maxHeaderSize: 16_384,
};

const explainError = (error: NodeJS.ErrnoException, host: string, port: number): Error => {
  const at = `${host}:${port}`;
  if (error.code === 'EADDRINUSE')
    return new UserError(`port ${port} is in use on ${host}; stop what listens there, or choose another with --port`);
  if (error.code === 'EACCES')
    return new UserError(
      `${at}: this user may not listen there; ports below 1024 need rights, choose one above with --port`,
    );
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new UserError(`host "${host}" is no address of this machine; use 127.0.0.1 or 0.0.0.0`);
  return error;
};

const opened = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error) => reject(explainError(error, host, port)));
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port)); // a TCP server's address is of this kind
  });

const closed = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

/** Serves a relay over HTTP. Rejects with a UserError when the port or the host cannot be had. */
export const listen = async (relay: Pick<Relay, 'fetch'>, host: string, port: number): Promise<Listening> => {
  const server = createAdaptorServer({ fetch: relay.fetch, serverOptions }) as Server; // HTTP/1.1 is what it makes of these options
  const actual = await opened(server, host, port);
  const close = async (finished?: Promise<void>): Promise<void> => {
    const done = closed(server);
    await finished;
    server.closeIdleConnections();
    await within(LAST_ANSWERS_MS, done);
    server.closeAllConnections();
  };
  return { port: actual, close };
};
