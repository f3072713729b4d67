import { retryAfterMs } from './retry-after.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** The settings of one workspace. */
export interface Connection {
  readonly baseUrl: string;
  readonly siteId: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
  readonly fetch: Fetch;
}

/** An answer as far as we need it, or why there was none. */
export type Answer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly text: string;
      readonly afterMs?: number;
      readonly location?: string;
    }
  | { readonly kind: 'silence'; readonly reason: string };

/** UTF-8 safe base64 of the credentials. */
const basic = ({ siteId, apiKey }: Connection): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(`${siteId}:${apiKey}`)));

const reasonOf = (error: unknown): string => {
  const { message, cause } = error as Error; // fetch and AbortSignal reject with nothing else
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
};

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  readonly signal: AbortSignal;
  readonly now: number;
}

/** One request, one answer. A redirect is not followed: it would carry customers' data through another region. */
export const call = async (connection: Connection, { method, path, body, signal, now }: Call): Promise<Answer> => {
  const { baseUrl, timeoutMs, fetch } = connection;
  try {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        authorization: `Basic ${basic(connection)}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    const text = await response.text();
    const afterMs = retryAfterMs(response.headers.get('retry-after'), now);
    const location = response.headers.get('location');
    return {
      kind: 'answer',
      status: response.status,
      text,
      ...(afterMs !== undefined && { afterMs }),
      ...(location !== null && { location }),
    };
  } catch (error) {
    return { kind: 'silence', reason: reasonOf(error) };
  }
};
