import {
  createServer,
  request as httpRequest,
  Agent,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { pass, type Fault, type Programme, type RelayAnswer } from './fault.ts';
import { pause } from './wait.ts';
import { arrivalOf, type Arrival } from './wire.ts';

/** Stands between the page and the relay, on an origin of its own. */
export interface FaultServer {
  readonly url: string;
  /** Every POST whose body came whole, in order. */
  readonly arrivals: readonly Arrival[];
  readonly programme: (programme: Programme) => void;
  /** Called when the relay's answer is there, before the page gets it. */
  readonly onAnswer: (listener: (arrival: Arrival) => void) => void;
  /** Each CORS preflight takes so long. */
  readonly slowPreflight: (ms: number) => void;
  readonly preflights: () => number;
  /** Refuses connections, those that are open included. */
  readonly refuse: () => Promise<void>;
  readonly accept: () => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: Buffer;
}

const readBody = async (stream: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer); // no encoding was set
  return Buffer.concat(chunks);
};

const corsOf = ({ headers }: IncomingMessage): Record<string, string> =>
  headers.origin === undefined
    ? {}
    : { 'access-control-allow-origin': headers.origin, 'access-control-expose-headers': 'Retry-After' };

const reply = (response: ServerResponse, { status, headers, body }: Reply): void => {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.end(body);
};

const statusReply = (request: IncomingMessage, fault: Fault & { kind: 'status' }): Reply => ({
  status: fault.status,
  headers: {
    ...(fault.cors !== false && corsOf(request)),
    ...(fault.retryAfter !== undefined && { 'retry-after': fault.retryAfter }),
  },
  body: Buffer.from(fault.ours ? '{"error":{"code":"test","message":"injected"}}' : 'injected'),
});

const portalReply = (request: IncomingMessage, status: number): Reply => {
  const headers = { ...corsOf(request), 'content-type': 'text/html' };
  const page = Buffer.from('<!doctype html><title>Welcome to the hotel</title>');
  if (status === 200) return { status, headers, body: page };
  return { status, headers: status === 302 ? { ...headers, location: '/portal' } : headers, body: Buffer.alloc(0) };
};

const forwarder = (
  relayUrl: () => string,
): { forward: (request: IncomingMessage, body: Buffer) => Promise<Reply>; close: () => void } => {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const forward = async ({ method, url, headers }: IncomingMessage, body: Buffer): Promise<Reply> => {
    const sent = httpRequest(new URL(url ?? '/', relayUrl()), {
      method: method ?? 'POST',
      headers: { ...headers, 'content-length': body.length },
      agent,
    });
    sent.end(body);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const { connection: _, 'transfer-encoding': __, ...kept } = answer.headers;
    return { status: answer.statusCode ?? 502, headers: kept as Reply['headers'], body: await readBody(answer) }; // node's own headers
  };
  return { forward, close: () => agent.destroy() };
};

const reset = (response: ServerResponse): void => void response.socket?.resetAndDestroy();

const altered = (answer: Reply, alter: (answer: RelayAnswer) => RelayAnswer): Reply => ({
  ...answer,
  body: Buffer.from(JSON.stringify(alter(JSON.parse(answer.body.toString()) as RelayAnswer))), // the relay answered 200
});

const truncated = (response: ServerResponse, { status, headers, body }: Reply): void => {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.write(body.subarray(0, body.length >> 1), () => response.socket?.destroy());
};

/** Starts it on loopback, before the relay at `relayUrl()`. */
export const startFaultServer = async (relayUrl: () => string): Promise<FaultServer> => {
  const arrivals: Arrival[] = [];
  const listeners: ((arrival: Arrival) => void)[] = [];
  const sockets = new Set<Socket>();
  const { forward, close: closeForwarder } = forwarder(relayUrl);
  let programme = pass;
  let underWay = 0;
  let preflights = 0;
  let preflightMs = 0;

  const passOn = async (request: IncomingMessage, body: Buffer, arrival: Arrival): Promise<Reply> => {
    const answer = await forward(request, body);
    arrival.stored = answer.status === 200;
    for (const listener of listeners) listener(arrival);
    return answer;
  };

  const meet = async (
    fault: Fault,
    request: IncomingMessage,
    response: ServerResponse,
    body: Buffer,
    arrival: Arrival,
  ): Promise<void> => {
    if (fault.kind === 'status') return reply(response, statusReply(request, fault));
    if (fault.kind === 'portal') return reply(response, portalReply(request, fault.status));
    if (fault.kind === 'reset' && fault.when === 'before') return reset(response);
    if (fault.kind === 'hang' && !fault.forward) return;
    if (fault.kind === 'pass' && fault.delayMs) await pause(fault.delayMs);
    const answer = await passOn(request, body, arrival);
    if (fault.kind === 'hang') return;
    if (fault.kind === 'reset') return reset(response);
    if (fault.kind === 'truncate') return truncated(response, answer);
    if (fault.kind === 'alter' && arrival.stored) return reply(response, altered(answer, fault.alter));
    if (fault.kind === 'pass' && fault.answerDelayMs) await pause(fault.answerDelayMs);
    reply(response, answer);
  };

  const preflight = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    preflights++;
    await pause(preflightMs);
    reply(response, await forward(request, Buffer.alloc(0)));
  };

  const post = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    response.once('close', () => underWay--);
    const arrival = arrivalOf(body, ++underWay);
    arrivals.push(arrival);
    const fault = programme(arrival);
    arrival.fault = fault.kind === 'status' ? String(fault.status) : fault.kind;
    await meet(fault, request, response, body, arrival);
  };

  const server: Server = createServer({ keepAliveTimeout: 30_000 }, (request, response) => {
    const work =
      request.method === 'OPTIONS'
        ? preflight(request, response)
        : request.url === '/portal'
          ? portalPage(response)
          : post(request, response);
    work.catch(() => response.destroy()); // the page or the relay has gone away in between
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined); // a browser that was killed
  });
  const portalPage = (response: ServerResponse): Promise<void> => Promise.resolve(void response.end('<!doctype html>'));

  const listen = async (port: number): Promise<number> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port; // TCP
  };
  const refuse = async (): Promise<void> => {
    if (!server.listening) return;
    server.close();
    for (const socket of sockets) socket.resetAndDestroy();
    await once(server, 'close');
  };
  const port = await listen(0);

  return {
    url: `http://127.0.0.1:${port}`,
    arrivals,
    programme: (next) => (programme = next),
    onAnswer: (listener) => void listeners.push(listener),
    slowPreflight: (ms) => (preflightMs = ms),
    preflights: () => preflights,
    refuse,
    accept: async () => void (server.listening || (await listen(port))),
    close: async () => {
      await refuse();
      closeForwarder();
    },
  };
};
