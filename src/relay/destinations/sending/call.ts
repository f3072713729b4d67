import { retryAfterMs } from './retry-after.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Where requests go, and what all of them carry. */
export interface Connection {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Of one request. */
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
  | { readonly kind: 'silence'; readonly reason: string }
  /** We did not send it: the address is one that nothing may be sent to. */
  | { readonly kind: 'forbidden'; readonly reason: string };

/** Thrown by a `fetch` that will not send to an address. */
export class ForbiddenAddressError extends Error {}

export interface CallContext {
  readonly signal: AbortSignal;
  /** Unix milliseconds; a `Retry-After` that is a date is counted from it. */
  readonly now: number;
}

export interface Call extends CallContext {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const DEFAULT_TIMEOUT_MS = 10_000;

/** The header of Basic authentication, safe for UTF-8. */
export const basicAuth = (user: string, password: string): { readonly authorization: string } => ({
  authorization: `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${user}:${password}`)))}`,
});

const reasonOf = (error: unknown): string => {
  const { message, cause } = error as Error; // fetch and AbortSignal reject with nothing else
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
};

const read = async (response: Response, now: number): Promise<Answer> => {
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
};

/** One request, one answer. A redirect is not followed: it would carry customers' data where nobody meant it to go. */
export const call = async (connection: Connection, request: Call): Promise<Answer> => {
  const { baseUrl, timeoutMs, fetch } = connection;
  const { method, path, body, signal, now } = request;
  try {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...connection.headers,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...request.headers,
      },
      ...(body !== undefined && { body }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    return await read(response, now);
  } catch (error) {
    if (error instanceof ForbiddenAddressError) return { kind: 'forbidden', reason: error.message };
    return { kind: 'silence', reason: reasonOf(error) };
  }
};
