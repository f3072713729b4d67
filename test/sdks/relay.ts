import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listen } from '../../src/cli/listen.ts';
import { createRelay } from '../../src/relay/create-relay.ts';
import { createSqliteStore } from '../../src/relay/store/sqlite/sqlite-store.ts';
import type { StoreStats } from '../../src/relay/store/store.ts';
import type { Answer } from '../../src/schema.ts';

/** One request that came, and what was answered. */
export interface Exchange {
  readonly path: string;
  /** Bytes as they came, which may be gzip. */
  readonly bytes: number;
  readonly encoding: string | null;
  readonly status: number;
  readonly answer: Answer;
}

/** A real relay on loopback, over SQLite, that remembers what came. */
export interface ListeningRelay {
  readonly url: string;
  readonly exchanges: readonly Exchange[];
  readonly stats: () => Promise<StoreStats>;
  readonly close: () => Promise<void>;
}

export const SERVER_KEY = 'sk_sdk_tests';

/** Starts it on a free port; `close` removes its store. */
export const startListeningRelay = async (): Promise<ListeningRelay> => {
  const folder = await mkdtemp(join(tmpdir(), 'cartline-sdks-'));
  const store = createSqliteStore({ path: join(folder, 'relay.db') });
  const relay = createRelay({ store, destinations: [], keys: [{ key: SERVER_KEY, kind: 'server' }] });
  const exchanges: Exchange[] = [];
  const fetch = async (request: Request, env?: unknown): Promise<Response> => {
    const bytes = (await request.clone().arrayBuffer()).byteLength;
    const response = await relay.fetch(request, env);
    const { pathname: path } = new URL(request.url);
    const answer = (await response.clone().json()) as Answer;
    exchanges.push({ path, bytes, encoding: request.headers.get('content-encoding'), status: response.status, answer });
    return response;
  };
  const server = await listen({ fetch }, '127.0.0.1', 0);
  return {
    url: `http://127.0.0.1:${server.port}`,
    exchanges,
    stats: () => store.stats(),
    close: async () => {
      await server.close(relay.stop());
      await rm(folder, { recursive: true, force: true });
    },
  };
};
