import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';

export interface RecordedRequest {
  /** "null" of a sandbox. */
  readonly origin: string | undefined;
  readonly body: string;
}

/** Stands between browsers and the relay, and keeps what came by, as it came: also what leaves with a page. */
export interface WireRecorder {
  readonly url: string;
  readonly requests: () => readonly RecordedRequest[];
  readonly close: () => Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

/** Headers that are about the connection, or that `fetch` makes itself. */
const own = new Set(['host', 'connection', 'content-length', 'accept-encoding', 'transfer-encoding', 'keep-alive']);
const forwarded = (headers: Iterable<[string, string]>): [string, string][] =>
  [...headers].filter(([name]) => !own.has(name) && name !== 'content-encoding');

/** Starts one in front of `target`. */
export const startRecorder = async (target: string): Promise<WireRecorder> => {
  const requests: RecordedRequest[] = [];
  const server = createServer((request, response) => {
    const pass = async (): Promise<void> => {
      const body = await bodyOf(request);
      if (body.length > 0) requests.push({ origin: request.headers.origin, body: body.toString() });
      const { method = 'GET', url = '/', headers } = request;
      const answer = await fetch(target + url, {
        method,
        headers: forwarded(Object.entries(headers).map(([name, value]) => [name, String(value)])),
        ...(body.length > 0 && { body: new Uint8Array(body) }),
      });
      response.writeHead(answer.status, Object.fromEntries(forwarded(answer.headers)));
      response.end(Buffer.from(await answer.arrayBuffer()));
    };
    pass().catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    requests: () => requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
