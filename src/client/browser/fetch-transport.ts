import type { Answer } from '../../schema.ts';
import type { SendResult, Transport } from '../core/ports.ts';
import { retryAfterMs } from '../core/retry.ts';

/** An attempt that hangs is given up after this. Milliseconds. */
const TIMEOUT_MS = 10_000;

export interface TransportOptions {
  /** The relay's address, without a slash at the end. */
  readonly relay: string;
  /** `status`: any 2xx counts as an answer, for a foreign endpoint of the Segment family. Default: our relay's answer. */
  readonly ack?: 'answer' | 'status' | undefined;
}

/** Our relay's answer, if it is one: a captive portal's page or a bare 200 is not. */
const answerIn = (text: string): Answer | undefined => {
  try {
    const answer = JSON.parse(text) as Partial<Answer> | null; // looked at below before it is used
    const whole = [answer?.accepted, answer?.duplicates, answer?.rejected].every(Array.isArray);
    return whole ? (answer as Answer) : undefined;
  } catch {
    return undefined; // not JSON: not our relay
  }
};

const isOurError = (text: string): boolean => /^\s*\{\s*"error"\s*:/.test(text);

const refusals = [401, 403, 404];
const splits = [400, 413, 422];

const resultOf = (response: Response, text: string, sent: readonly string[] | undefined): SendResult => {
  const { status } = response;
  if (response.ok) {
    if (sent) return { status: 'ok', done: sent, rejected: [] };
    const answer = answerIn(text);
    if (!answer) return { status: 'retry' };
    const rejected = answer.rejected.flatMap(({ messageId }) => messageId ?? []);
    return {
      status: 'ok',
      done: [...answer.accepted, ...answer.duplicates],
      rejected,
      anonymousId: answer.anonymousId,
    };
  }
  if (splits.includes(status)) return { status: 'split', ours: isOurError(text) };
  if (refusals.includes(status)) return { status: 'refused', code: status };
  return { status: 'retry', afterMs: retryAfterMs(response.headers.get('retry-after'), Date.now()) };
};

/** Sends with `fetch` as `text/plain`, which needs no CORS preflight. */
export const createFetchTransport = ({ relay, ack }: TransportOptions): Transport => {
  const url = `${relay}/v1/batch`;
  return async (body, ids, keepalive) => {
    if (!navigator.onLine) return { status: 'retry' };
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
    try {
      const headers = { 'content-type': 'text/plain' };
      const response = await fetch(url, {
        method: 'POST',
        body,
        headers,
        keepalive,
        signal: abort.signal,
        redirect: 'manual',
      });
      return resultOf(response, await response.text(), ack === 'status' ? ids : undefined);
    } catch {
      return { status: 'retry' }; // refused, reset, timed out or blocked: the rows stay
    } finally {
      clearTimeout(timer);
    }
  };
};
