// The bound above any relay over HTTP here: the same server, which reads the body and answers 200 with as many bytes as the relay does.
import { createAdaptorServer } from '@hono/node-server';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const answer = async (request: Request): Promise<Response> => {
  const { length } = new Uint8Array(await request.arrayBuffer());
  const names = 'x'.repeat(Math.round(length / 14)); // the answer names each message: a fourteenth of what came
  return Response.json({ accepted: [names], duplicates: [], rejected: [] });
};

const server = createAdaptorServer({ fetch: answer }) as Server; // HTTP/1.1
server.listen(0, '127.0.0.1', () =>
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
);
