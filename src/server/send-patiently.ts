import type { Answer } from '../schema.ts';

export interface SendOptions {
  /** Of one attempt. Default 5,000. */
  readonly timeoutMs?: number;
  /** How often to try while the relay is away. Default 3. */
  readonly attempts?: number;
  /** Another fetch, for tests and proxies. */
  readonly fetch?: typeof fetch;
  /** Waits so many milliseconds between two attempts; for tests. */
  readonly pause?: (ms: number) => Promise<void>;
}

export type Sent = { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly message: string };

const FIRST_PAUSE_MS = 250;
/** A request of the shop waits for this: no longer than a person would. */
const LONGEST_PAUSE_MS = 2_000;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

type Attempt = Sent | { readonly ok: 'again'; readonly message: string; readonly afterMs?: number };

const isAnswer = (body: unknown): body is Answer =>
  typeof body === 'object' && body !== null && 'accepted' in body && 'rejected' in body && Array.isArray(body.rejected);

const messageIn = (body: unknown): string | undefined => {
  const { error } = (body ?? {}) as { error?: { message?: unknown } }; // ours says so; anything else says nothing
  return typeof error?.message === 'string' ? error.message : undefined;
};

const mayBeBack = (status: number): boolean => status === 408 || status === 425 || status === 429 || status >= 500;

const judge = (response: Response, body: unknown): Attempt => {
  if (response.ok && isAnswer(body)) return { ok: true, answer: body };
  const message = messageIn(body) ?? `${response.status} came, and not from the relay; is that its address?`;
  if (!mayBeBack(response.status)) return { ok: false, message };
  const seconds = Number(response.headers.get('retry-after'));
  return { ok: 'again', message, ...(seconds > 0 && { afterMs: seconds * 1000 }) };
};

/** Posts until the relay has answered, or has been away for too long. The relay knows a repetition by its id. */
export const sendPatiently = async (
  url: string,
  headers: Record<string, string>,
  body: string,
  { timeoutMs = 5_000, attempts = 3, fetch: post = fetch, pause = sleep }: SendOptions,
): Promise<Sent> => {
  const tryOnce = async (): Promise<Attempt> => {
    try {
      const response = await post(url, {
        ...{ method: 'POST', body, signal: AbortSignal.timeout(timeoutMs) },
        headers: { ...headers, 'content-type': 'application/json' },
      });
      return judge(response, await response.json().catch(() => undefined));
    } catch (error) {
      return {
        ok: 'again',
        message: `the relay could not be reached: ${error instanceof Error ? error.message : String(error)}`,
      };
    }
  };
  for (let tried = 1; ; tried++) {
    const attempt = await tryOnce();
    if (attempt.ok !== 'again') return attempt;
    if (tried >= attempts) return { ok: false, message: attempt.message };
    await pause(Math.min(attempt.afterMs ?? FIRST_PAUSE_MS * 2 ** tried, LONGEST_PAUSE_MS));
  }
};
