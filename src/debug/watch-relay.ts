import type { Answer } from '../schema.ts';
import { objectOf, parseJson, textOf } from './read-json.ts';

/** What came back from the relay, or did not. */
export interface RelayReply {
  /** When it came: Unix ms. */
  readonly at: number;
  /** How long it took. Milliseconds. */
  readonly tookMs: number;
  /** 0 when nothing answered. */
  readonly status: number;
  /** The relay's own answer, where it is one. */
  readonly answer?: Answer | undefined;
  /** Why it refuses, in its words. */
  readonly refusal?: string | undefined;
  /** The relay's clock against this device's, where the answer lets it be read. Milliseconds. */
  readonly skewMs?: number | undefined;
}

const answerIn = (body: unknown): Answer | undefined => {
  const { accepted, duplicates, rejected } = objectOf(body);
  return [accepted, duplicates, rejected].every(Array.isArray) ? (body as Answer) : undefined; // names its messages: our relay's
};

const readReply = async (response: Response, startedAt: number, now: () => number): Promise<RelayReply> => {
  const at = now();
  const date = Date.parse(response.headers.get('date') ?? '');
  const body = parseJson(await response.clone().text());
  return {
    at,
    tookMs: at - startedAt,
    status: response.status,
    answer: answerIn(body),
    refusal: textOf(objectOf(objectOf(body)['error'])['message']),
    skewMs: Number.isNaN(date) ? undefined : at - date,
  };
};

/**
 * Looks at each answer of the page's relays as it comes by: the answers name the messages, and say what is wrong with
 * them. Requests and answers pass unchanged. Returns the end of it.
 */
export const watchRelay = (
  page: { fetch: typeof fetch },
  isRelay: (url: string) => boolean,
  now: () => number,
  onReply: (url: string, reply: RelayReply) => void,
): (() => void) => {
  const original = page.fetch;
  const watched: typeof fetch = (input, init) => {
    const answering = original.call(globalThis, input, init);
    if (typeof input === 'string' && isRelay(input)) {
      const startedAt = now();
      answering
        .then((response) => readReply(response, startedAt, now))
        .catch((): RelayReply => ({ at: now(), tookMs: now() - startedAt, status: 0 }))
        .then(
          (reply) => onReply(input, reply),
          () => undefined,
        ); // the caller of fetch hears of a failure itself
    }
    return answering;
  };
  page.fetch = watched;
  return () => {
    if (page.fetch === watched) page.fetch = original;
  };
};
