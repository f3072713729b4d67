/** @jsxImportSource hono/jsx */
import type { Logger } from '../logger.ts';
import type { FeedEntry, RelayStore } from '../store/store.ts';
import { createGuard } from './access.ts';
import type { Replay } from '../replay/create-replay.ts';
import type { DestinationState } from './destination-state.ts';
import { eventStream } from './event-stream.ts';
import { follow } from './follow.ts';
import { ActivityPage } from './pages/activity-page.tsx';
import { Line } from './pages/line.tsx';
import { Numbers } from './pages/numbers.tsx';
import { SignIn } from './pages/sign-in.tsx';
import type { Forget } from '../forget/create-forget.ts';
import { forgetEndpoint } from './forget-endpoint.ts';
import { ordersEndpoint } from './orders-endpoint.ts';
import { replayEndpoint } from './replay-endpoint.ts';
import { newNonce, pageHeaders } from './security-headers.ts';
import type { SourceState } from '../store/deliveries.ts';

/** What the activity page works with. */
export interface ActivityOptions {
  readonly store: Pick<RelayStore, 'feed' | 'stats' | 'orders'>;
  readonly destinations: () => readonly DestinationState[];
  readonly sources?: (() => Promise<readonly SourceState[]>) | undefined;
  readonly replay: Replay;
  readonly forget: Forget;
  readonly activityKey: string;
  readonly trustProxy: boolean;
  readonly logger: Logger;
  /** How often the store is asked for news. Default 700 ms. */
  readonly pollMs?: number;
}

/** The activity page: what came, of whom, and what became of it. Everything but the sign-in page needs the key. */
export interface Activity {
  readonly page: (request: Request) => Promise<Response>;
  /** Server-sent events: `lines` (a list of HTML, escaped), `numbers` (HTML). */
  readonly events: (request: Request) => Promise<Response>;
  /** `{ entries, stats, destinations, sources }`; `?since=` a revision, `?limit=` up to 1000. */
  readonly feed: (request: Request) => Promise<Response>;
  /** What became of the platform's orders: `{ orders: [id] }` → `{ orders: [{ orderId, state, reason?, total? }] }`. */
  readonly orders: (request: Request) => Promise<Response>;
  /** Sends again what was refused: `{ what: "dead" | "quarantine", destination?, seqs? }`. */
  readonly replay: (request: Request) => Promise<Response>;
  /** Erases a person: `{ who, confirm? }`; without `confirm` it says what would go. */
  readonly forget: (request: Request) => Promise<Response>;
  /** Ends all event streams. */
  readonly close: () => void;
}

const PAGE_ENTRIES = 200;
const MAX_FEED_ENTRIES = 1000;

/** Hono's JSX is its own HTML, escaped; none of these components is asynchronous. */
const render = (node: unknown): string => String(node);

const html = (node: unknown, status: number, nonce: string): Response =>
  new Response(`<!doctype html>${render(node)}`, { status, headers: pageHeaders(nonce) });

const numberFrom = (text: string | null | undefined, fallback: number): number => {
  const value = Number(text ?? fallback);
  return Number.isSafeInteger(value) && value >= 0 ? value : fallback;
};

const newestFirst = (entries: readonly FeedEntry[]): FeedEntry[] =>
  [...entries].sort((a, b) => b.receivedAt - a.receivedAt || b.seq - a.seq);

/** Creates the activity page over the store's port. */
export const createActivity = (options: ActivityOptions): Activity => {
  const { store, destinations, activityKey, trustProxy, logger, pollMs = 700 } = options;
  const guard = createGuard(activityKey, trustProxy);
  const sources = options.sources ?? ((): Promise<readonly SourceState[]> => Promise.resolve([]));
  const closed = new AbortController();

  const signIn = (request: Request): Response => {
    const nonce = newNonce();
    return html(<SignIn nonce={nonce} isWrong={new URL(request.url).searchParams.has('key')} />, 401, nonce);
  };

  const unauthorised = (): Response =>
    Response.json(
      {
        error: {
          code: 'unauthorised',
          message:
            'the activity key is missing or wrong; send it as "Authorization: Bearer …", or open /activity?key=…',
        },
      },
      { status: 401, headers: { 'cache-control': 'no-store' } },
    );

  const page = async (request: Request): Promise<Response> => {
    const access = await guard.judge(request);
    if (access === 'denied') return signIn(request);
    if (access === 'entering') {
      const headers = {
        location: 'activity',
        'set-cookie': await guard.cookie(request),
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      };
      return new Response(null, { status: 303, headers });
    }
    const entries = await store.feed({ since: 0, limit: PAGE_ENTRIES });
    const numbers = { stats: await store.stats(), destinations: destinations(), sources: await sources() };
    const props = { entries: newestFirst(entries), ...numbers };
    const nonce = newNonce();
    return html(<ActivityPage nonce={nonce} revision={entries.at(-1)?.revision ?? 0} {...props} />, 200, nonce);
  };

  const events = async (request: Request): Promise<Response> => {
    if ((await guard.judge(request)) === 'denied') return unauthorised();
    const asked = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('since');
    return eventStream(closed.signal, (send, signal) => {
      void follow(
        { store, since: numberFrom(asked, 0), pollMs, signal },
        {
          entries: (entries) =>
            send(
              'lines',
              entries.map((entry) => render(<Line entry={entry} />)),
              entries.at(-1)?.revision,
            ),
          stats: async (stats) => {
            const props = { stats, destinations: destinations(), sources: await sources() };
            send('numbers', render(<Numbers {...props} />));
          },
          failed: (error) =>
            logger.error('feed_failed', { error: error instanceof Error ? error.message : String(error) }),
        },
      );
    });
  };

  const feed = async (request: Request): Promise<Response> => {
    if ((await guard.judge(request)) === 'denied') return unauthorised();
    const { searchParams } = new URL(request.url);
    const limit = Math.min(numberFrom(searchParams.get('limit'), PAGE_ENTRIES), MAX_FEED_ENTRIES);
    const entries = await store.feed({ since: numberFrom(searchParams.get('since'), 0), limit });
    const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
    const numbers = { stats: await store.stats(), destinations: destinations(), sources: await sources() };
    return Response.json({ entries, ...numbers }, { headers });
  };

  const forget = async (request: Request): Promise<Response> =>
    (await guard.judge(request)) === 'granted' ? forgetEndpoint(request, options.forget) : unauthorised();

  const orders = async (request: Request): Promise<Response> =>
    (await guard.judge(request)) === 'granted' ? ordersEndpoint(request, store.orders) : unauthorised();

  const replay = async (request: Request): Promise<Response> =>
    (await guard.judge(request)) === 'granted' ? replayEndpoint(request, options.replay) : unauthorised();

  return { page, events, feed, orders, replay, forget, close: () => closed.abort() };
};
