import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { pause } from '../../faults/wait.ts';
import { eventsOf, namingAnswer, type WireEvent } from './wire.ts';

/** What meets the next requests; a preflight is answered in any case. */
export type Weather = 'fine' | 'errors' | 'answer lost';

/** What came over the wire. */
export interface Traffic {
  requests: number;
  preflights: number;
  /** Of bodies, as they came. */
  bodyBytes: number;
  /** Of whole connections: request lines, headers, bodies, preflights. */
  socketBytes: number;
}

/** Takes every SDK's format, on an origin of its own. */
export interface Collector {
  /** "127.0.0.1:1234" */
  readonly host: string;
  readonly events: readonly WireEvent[];
  readonly traffic: Traffic;
  /** `requests`: how many it meets; all that follow by default. */
  readonly setWeather: (weather: Weather, requests?: number) => void;
  /** Refuses connections, open ones included. */
  readonly refuse: () => Promise<void>;
  readonly accept: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface CollectorOptions {
  /** Our relay's answer, not the peers'. */
  readonly named: boolean;
  /** Each preflight and each answer takes so long: a round trip. */
  readonly delayMs: number;
}

/** Mixpanel looks for `status`, Segment's kin for `success`; the others for 200 only. */
const PEERS_ANSWER = '{"status":1,"error":null,"success":true}';

const corsOf = ({ headers }: IncomingMessage): Record<string, string> => ({
  'access-control-allow-origin': headers.origin ?? '*',
  'access-control-allow-credentials': 'true',
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': headers['access-control-request-headers'] ?? '',
  'access-control-max-age': '600',
  'cross-origin-resource-policy': 'cross-origin',
});

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding was set
  return Buffer.concat(chunks);
};

export const startCollector = async ({ named, delayMs }: CollectorOptions): Promise<Collector> => {
  const events: WireEvent[] = [];
  const traffic: Traffic = { requests: 0, preflights: 0, bodyBytes: 0, socketBytes: 0 };
  const sockets = new Map<Socket, number>();
  let weather: Weather = 'fine';
  let lasts = 0;

  const nextWeather = (): Weather => {
    const now = weather;
    if (weather !== 'fine' && !--lasts) weather = 'fine';
    return now;
  };

  const preflight = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    traffic.preflights++;
    await pause(delayMs);
    response.writeHead(204, corsOf(request)).end();
  };

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    traffic.requests++;
    traffic.bodyBytes += body.length;
    const here = nextWeather();
    if (here !== 'errors') events.push(...eventsOf(body));
    await pause(delayMs);
    if (here === 'answer lost') return void response.socket?.resetAndDestroy();
    const answer = here === 'errors' ? '{}' : named ? namingAnswer(body) : PEERS_ANSWER;
    response
      .writeHead(here === 'errors' ? 500 : 200, { ...corsOf(request), 'content-type': 'application/json' })
      .end(answer);
  };

  const server: Server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const socket = request.socket;
    response.once('close', () => {
      traffic.socketBytes += socket.bytesRead - (sockets.get(socket) ?? 0);
      sockets.set(socket, socket.bytesRead);
    });
    const work = request.method === 'OPTIONS' ? preflight(request, response) : take(request, response);
    work.catch(() => response.destroy()); // the page has gone in between
  });
  server.on('connection', (socket) => {
    sockets.set(socket, 0);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined); // a browser that was killed
  });

  const listen = async (port: number): Promise<number> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port; // TCP
  };
  const refuse = async (): Promise<void> => {
    if (!server.listening) return;
    server.close();
    for (const socket of sockets.keys()) socket.resetAndDestroy();
    await once(server, 'close');
  };
  const port = await listen(0);
  return {
    host: `127.0.0.1:${port}`,
    events,
    traffic,
    setWeather: (next, requests = Infinity) => {
      weather = next;
      lasts = requests;
    },
    refuse,
    accept: async () => void (server.listening || (await listen(port))),
    close: refuse,
  };
};
