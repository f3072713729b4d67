import { randomUUID } from 'node:crypto';
import { createUlids } from '../../../src/client/core/ulid.ts';
import type { Random } from '../random.ts';
import { pause } from '../wait.ts';
import { writeKey, type Relay } from './relay.ts';

/** One message of a visitor, as it travels. */
export interface Message {
  readonly type: 'track' | 'identify';
  readonly messageId: string;
  readonly [key: string]: unknown;
}

/** What is known of a message that a visitor made. */
export interface Tracked {
  readonly messageId: string;
  /** "v3-17": the visitor's number, and the message's place among the visitor's. */
  readonly label: string;
  readonly visitor: number;
  readonly index: number;
  readonly type: Message['type'];
}

export interface Answer {
  readonly status: number;
  readonly accepted: readonly string[];
  readonly duplicates: readonly string[];
  readonly rejected: readonly { readonly messageId?: string; readonly code: string }[];
}

/** Visitors who track, and who send again until the relay has answered, as the browser's outbox does. */
export interface Load {
  readonly tracked: ReadonlyMap<string, Tracked>;
  readonly acknowledged: ReadonlySet<string>;
  /** Requests sent, those included that were not answered. */
  readonly requests: () => number;
  /** Makes a visitor's next message; the visitor's first is the identify unless `isLate`. */
  readonly next: (visitor: number) => Message;
  readonly identify: (visitor: number) => Message;
  /** One attempt. Undefined: no answer came. */
  readonly post: (messages: readonly Message[], options?: PostOptions) => Promise<Answer | undefined>;
  /** Attempts until the relay has named every message. */
  readonly deliver: (messages: readonly Message[]) => Promise<void>;
  /** Visitors send at once, each one request after the other: `batches` of 1 to `most` messages each. */
  readonly run: (visitors: number, batches: number, most?: number) => Promise<void>;
  /** Has those who send give up, so that a run that failed can end. */
  readonly stop: () => void;
}

export interface PostOptions {
  readonly key?: string;
  readonly timeoutMs?: number;
}

const RETRY_MS = 40;
const TIMEOUT_MS = 12_000;

interface Visitor {
  readonly anonymousId: string;
  readonly tab: string;
  made: number;
}

export const createLoad = (relay: Relay, random: Random, now: () => number): Load => {
  const run = randomUUID().slice(0, 8);
  const ulids = createUlids({ now: Date.now, newUuid: randomUUID, get: () => null, set: () => undefined } as never); // of the page's world it needs these
  const tracked = new Map<string, Tracked>();
  const acknowledged = new Set<string>();
  const visitors = new Map<number, Visitor>();
  let requests = 0;
  let isStopped = false;

  const visitorOf = (number: number): Visitor => {
    const known = visitors.get(number) ?? { anonymousId: `anon-${run}-${number}`, tab: `t-${run}-${number}`, made: 0 };
    visitors.set(number, known);
    return known;
  };

  const make = (number: number, type: Message['type'], rest: (label: string) => Record<string, unknown>): Message => {
    const visitor = visitorOf(number);
    const index = visitor.made++;
    const label = `v${number}-${index}`;
    const messageId = ulids.next();
    tracked.set(messageId, { messageId, label, visitor: number, index, type });
    const { anonymousId, tab } = visitor;
    return {
      type,
      messageId,
      anonymousId,
      timestamp: new Date(now()).toISOString(),
      context: { seq: [tab, index] },
      ...rest(label),
    };
  };

  const identify = (number: number): Message =>
    make(number, 'identify', () => ({ traits: { email: `v${number}.${run}@faults.example` } }));
  const next = (number: number): Message =>
    make(number, 'track', (label) => ({
      event: 'product_viewed',
      properties: { product_id: label, name: `Product ${label}`, price: 10, currency: 'EUR', label },
    }));

  const post: Load['post'] = async (messages, { key = writeKey, timeoutMs = TIMEOUT_MS } = {}) => {
    requests += 1;
    try {
      const response = await fetch(`${relay.url}/v1/batch`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: JSON.stringify({ writeKey: key, sentAt: new Date(now()).toISOString(), batch: messages }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      const body = (await response.json()) as Partial<Answer>; // our own relay's
      const answer = { accepted: [], duplicates: [], rejected: [], ...body, status: response.status };
      if (response.ok) for (const id of [...answer.accepted, ...answer.duplicates]) acknowledged.add(id);
      return answer;
    } catch {
      return undefined; // the connection broke: what became of it nobody knows, so it is sent again
    }
  };

  const deliver = async (messages: readonly Message[]): Promise<void> => {
    while (!isStopped) {
      const answer = await post(messages);
      if (answer?.status === 200) return;
      await pause(RETRY_MS + random.whole(0, RETRY_MS));
    }
  };

  const visit = async (number: number, batches: number, most: number): Promise<void> => {
    const identifiesAt = random.whole(0, Math.min(2, batches - 1)); // before that its messages are held
    for (let batch = 0; batch < batches && !isStopped; batch++) {
      const events = Array.from({ length: random.whole(1, most) }, () => next(number));
      await deliver(batch === identifiesAt ? [...events, identify(number)] : events);
    }
  };

  return {
    tracked,
    acknowledged,
    requests: () => requests,
    next,
    identify,
    post,
    deliver,
    run: async (count, batches, most = 5) => {
      const first = visitors.size;
      await Promise.all(Array.from({ length: count }, (_, i) => visit(first + i, batches, most)));
    },
    stop: () => (isStopped = true),
  };
};
