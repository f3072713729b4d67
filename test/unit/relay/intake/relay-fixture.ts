import { createRelay, type Relay, type RelayOptions } from '../../../../src/relay/create-relay.ts';
import type { Answer } from '../../../../src/schema.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';

export const WRITE_KEY = 'wk_test_write';
export const SERVER_KEY = 'sk_test_server';
export const PIXEL_KEY = 'pk_test_pixel';
/** The relay's clock in tests: 2026-11-22T10:00:10Z. */
export const NOW = Date.UTC(2026, 10, 22, 10, 0, 10);

/** A relay over a store in memory, with one key of each kind, and the server as the truth about orders. */
export const makeRelay = (options: Partial<RelayOptions> = {}): { relay: Relay; store: MemoryStore } => {
  const store = createMemoryStore();
  const keys = [
    { key: WRITE_KEY, kind: 'write' },
    { key: SERVER_KEY, kind: 'server' },
    { key: PIXEL_KEY, kind: 'pixel' },
  ] as const;
  return { relay: createRelay({ store, destinations: [], keys, now: () => NOW, ...options }), store };
};

export interface PostOptions {
  readonly path?: string;
  readonly key?: string | null;
  readonly headers?: Record<string, string>;
}

/** Posts a body as a browser would: as text, the key in the address. A text or bytes go as they are. */
export const post = (
  relay: Relay,
  body: unknown,
  { path = '/v1/batch', key = WRITE_KEY, headers = {} }: PostOptions = {},
): Promise<Response> => {
  const raw = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  const query = key === null ? '' : `?writeKey=${key}`;
  return relay.fetch(
    new Request(`http://relay.test${path}${query}`, {
      method: 'POST',
      body: raw as BodyInit,
      headers: { 'content-type': 'text/plain', ...headers },
    }),
  );
};

export const answerOf = async (response: Response): Promise<Answer> => (await response.json()) as Answer;

/** Sends messages in one batch and gives the answer. */
export const send = async (relay: Relay, messages: readonly unknown[], options?: PostOptions): Promise<Answer> =>
  answerOf(await post(relay, { batch: messages }, options));

export const track = (event: string, properties: object, rest: object = {}): object => ({
  type: 'track',
  event,
  messageId: `m-${event}-${JSON.stringify(properties).length}`,
  anonymousId: 'a-1',
  timestamp: '2026-11-22T10:00:00.000Z',
  properties,
  ...rest,
});

export const viewed = (messageId: string, rest: object = {}): object =>
  track('product_viewed', { product_id: 'p1' }, { messageId, ...rest });
