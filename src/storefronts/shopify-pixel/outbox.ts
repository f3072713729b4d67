import { attempt as orNothing } from '../../client/core/attempt.ts';
import type { PixelBrowser } from './who.ts';

/** A message as the relay takes it. Its id is Shopify's for the event, so that it is the same however often it is told. */
export interface PixelMessage {
  readonly type: 'track' | 'identify';
  readonly messageId: string;
  readonly anonymousId: string;
  readonly timestamp: string;
  readonly [key: string]: unknown;
}

/** What is kept for the next page of the checkout. */
interface Kept {
  readonly rows: readonly PixelMessage[];
  /** Checkouts that were told to have started. */
  readonly started: readonly string[];
}

export interface OutboxWorld {
  /** `{relay}/v1/batch`. */
  readonly url: string;
  readonly key: string;
  readonly request: typeof fetch;
  readonly storage: PixelBrowser['localStorage'];
  readonly after: (delayMs: number, task: () => void) => void;
  /** 0 ≤ x < 1; for jitter. */
  readonly random: () => number;
}

export interface Outbox {
  /** Takes what an earlier page could not send. */
  readonly open: () => Promise<void>;
  readonly put: (messages: readonly PixelMessage[]) => Promise<void>;
  /** True the first time that a checkout is named, in this browser. */
  readonly isNew: (checkout: string) => boolean;
}

const KEY = 'cl_pixel';
/** A checkout makes some ten messages; what is more has met a relay that is away for long. */
const MAX_ROWS = 50;
const MAX_STARTED = 10;
const TIMEOUT_MS = 10_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;
/** The relay refuses the key, or is not there: asking again soon is of no use. */
const hopeless = /401|403|404/;

/** Sends at once, and keeps what the relay's answer has not named: in memory, and in the shop's localStorage where that is to be had. */
export const createOutbox = ({ url, key, request, storage, after, random }: OutboxWorld): Outbox => {
  let rows: readonly PixelMessage[] = [];
  let started: readonly string[] = [];
  let isSending = false;
  let failures = 0;

  const keep = async (): Promise<void> => {
    const kept: Kept = { rows: rows.slice(-MAX_ROWS), started: started.slice(-MAX_STARTED) };
    await storage.setItem(KEY, JSON.stringify(kept)).catch(() => undefined); // refused or full: memory has it
  };

  /** What is null or empty is left out: it counts as incomplete, and not as wrong. */
  const known = (_: string, value: unknown): unknown => (value === null || value === '' ? undefined : value);

  const post = (batch: readonly PixelMessage[]): Promise<Response> =>
    request(url, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' }, // no preflight
      body: JSON.stringify({ writeKey: key, sentAt: new Date(), batch }, known),
      keepalive: true,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });

  /** One request; how long to wait before the next, undefined for not at all. */
  const attempt = async (): Promise<number | undefined> => {
    let retryAfter = 0;
    try {
      const response = await post(rows.slice(0, MAX_ROWS));
      if (hopeless.test(`${response.status}`)) return undefined;
      retryAfter = Number(response.headers.get('retry-after')) * 1_000;
      const { accepted, duplicates, rejected } = (await response.json()) as Record<string, unknown>;
      const named = JSON.stringify([accepted, duplicates, rejected]);
      const left = rows.filter(({ messageId }) => !named.includes(`"${messageId}"`));
      failures = left.length < rows.length ? 0 : failures + 1;
      rows = left;
      await keep();
    } catch {
      failures++; // offline, blocked, or not our relay's answer
    }
    if (!failures) return 0;
    return Math.max(retryAfter || 0, random() * Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures));
  };

  const send = async (): Promise<void> => {
    if (isSending || !rows[0]) return;
    isSending = true;
    const delay = await attempt();
    isSending = false;
    if (delay !== undefined && rows[0]) after(delay, () => void send());
  };

  return {
    open: async () => {
      const text = await storage.getItem(KEY).catch(() => null); // refused: nothing was kept
      const kept = orNothing(() => JSON.parse(text ?? '') as Partial<Kept> | null); // ours: no other script writes this key
      rows = [...(kept?.rows ?? []), ...rows];
      started = kept?.started ?? [];
      void send();
    },
    put: async (messages) => {
      if (!messages[0]) return;
      rows = [...rows, ...messages];
      const kept = keep();
      void send();
      await kept;
    },
    isNew: (checkout) => {
      const isNew = !started.includes(checkout);
      if (isNew) started = [...started, checkout];
      return isNew;
    },
  };
};
