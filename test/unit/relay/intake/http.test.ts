import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen, type Listening } from '../../../../src/cli/listen.ts';
import { makeRelay, SERVER_KEY, viewed, WRITE_KEY } from './relay-fixture.ts';

const { relay, store } = makeRelay();
let server: Listening;
let url: string;

beforeAll(async () => {
  server = await listen(relay, '127.0.0.1', 0);
  url = `http://127.0.0.1:${server.port}`;
});
afterAll(() => server.close());

const post = (body: BodyInit, init: RequestInit = {}): Promise<Response> =>
  fetch(`${url}/v1/batch?writeKey=${WRITE_KEY}`, { method: 'POST', body, ...init });

test('a batch over HTTP is stored and answered', async () => {
  const response = await post(JSON.stringify({ batch: [viewed('http-1')] }), {
    headers: { 'content-type': 'text/plain' },
  });
  expect(await response.json()).toEqual({ accepted: ['http-1'], duplicates: [], rejected: [] });
  expect(store.messages.map(({ messageId }) => messageId)).toContain('http-1');
});

test('a server SDK sends gzip with Basic', async () => {
  const headers = {
    authorization: `Basic ${btoa(`${SERVER_KEY}:`)}`,
    'content-encoding': 'gzip',
    'content-type': 'application/json',
  };
  const response = await fetch(`${url}/v1/batch`, {
    method: 'POST',
    body: new Uint8Array(gzipSync(JSON.stringify({ batch: [viewed('http-2')] }))),
    headers,
  });
  expect(await response.json()).toMatchObject({ accepted: ['http-2'] });
});

test('10 MB are answered with 413, declared or streamed, and the connection is not cut before', async () => {
  expect((await post(new Uint8Array(10_000_000).fill(32))).status).toBe(413);
  let left = 160;
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => (left-- > 0 ? controller.enqueue(new Uint8Array(65_536).fill(32)) : controller.close()),
  });
  expect((await post(stream, { duplex: 'half' } as RequestInit)).status).toBe(413); // duplex is not in the DOM's types
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

/** Writes something and resolves with all that came until the server closed. */
const talk = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (data) => (answer += data.toString()));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });

test('who sends head or body too slowly is cut off within 10 s', { timeout: 15_000 }, async () => {
  const began = Date.now();
  const slow = [
    `POST /v1/batch HTTP/1.1\r\nHost: x\r\n`,
    `POST /v1/batch?writeKey=${WRITE_KEY} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"batch":`,
  ];
  await Promise.all(slow.map(talk));
  expect(Date.now() - began).toBeLessThan(10_500);
});

test('a port in use is one sentence with a way out', async () => {
  await expect(listen(relay, '127.0.0.1', server.port)).rejects.toThrow(
    `port ${server.port} is in use on 127.0.0.1; stop what listens there, or choose another with --port`,
  );
});
