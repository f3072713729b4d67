import * as v from 'valibot';
import type { Sealed } from '../draft.ts';
import type { Target } from './target.ts';

const answerSchema = v.object({
  accepted: v.array(v.string()),
  duplicates: v.array(v.string()),
  rejected: v.array(v.object({ messageId: v.string(), code: v.string(), path: v.string(), message: v.string() })),
});

/** What the relay has said of each message. */
export interface Answer {
  readonly accepted: readonly string[];
  readonly duplicates: readonly string[];
  readonly rejected: readonly {
    readonly messageId: string;
    readonly code: string;
    readonly path: string;
    readonly message: string;
  }[];
}

/** `again`: nothing of it was taken; try again, at the earliest after so long. `over`: no attempt will help. */
export type Posted =
  | { readonly status: 'ok'; readonly answer: Answer }
  | { readonly status: 'again'; readonly reason: string; readonly afterMs?: number }
  | { readonly status: 'over'; readonly reason: string };

/** A relay that is busy answers late; one that does not answer in a minute is away. */
const TIMEOUT_MS = 60_000;
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

const afterMsOf = (header: string | null): number | undefined => {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return ms >= 0 ? ms : undefined;
};

const textOf = (body: unknown): string => {
  const parsed = v.safeParse(v.object({ error: v.object({ message: v.string() }) }), body);
  return parsed.success ? `: ${parsed.output.error.message}` : '';
};

const isAbout = (answer: Answer, messages: readonly Sealed[]): boolean => {
  const named = new Set([
    ...answer.accepted,
    ...answer.duplicates,
    ...answer.rejected.map(({ messageId }) => messageId),
  ]);
  return messages.every(({ messageId }) => named.has(messageId));
};

const judge = (response: Response, body: unknown, messages: readonly Sealed[], relay: string): Posted => {
  const { status, ok, headers } = response;
  const afterMs = afterMsOf(headers.get('retry-after'));
  if (PASSING.has(status) || status >= 500)
    return {
      status: 'again',
      reason: `it answered ${status}${textOf(body)}`,
      ...(afterMs !== undefined && { afterMs }),
    };
  if (status === 401)
    return {
      status: 'over',
      reason: `--key: ${relay} does not know it; expected the key of { kind: "server" } in its configuration`,
    };
  if (!ok) return { status: 'over', reason: `--relay: ${relay} answered ${status}${textOf(body)}` };
  const answer = v.safeParse(answerSchema, body);
  if (answer.success && isAbout(answer.output, messages)) return judgeAnswer(answer.output);
  return {
    status: 'over',
    reason: `--relay: ${relay} answered, but not as a relay does; expected the address of a Cartline relay`,
  };
};

const judgeAnswer = (answer: Answer): Posted => {
  const isPublicKey = answer.rejected.some(({ code, path }) => code === 'not_allowed' && path === '/context/backfill');
  return isPublicKey
    ? {
        status: 'over',
        reason: '--key: a write key came, which stands in the shop\'s pages; expected the key of { kind: "server" }',
      }
    : { status: 'ok', answer };
};

/** One attempt to hand messages over. */
export const postBatch = async ({ relay, key }: Target, messages: readonly Sealed[]): Promise<Posted> => {
  const headers = { authorization: `Basic ${btoa(`${key}:`)}`, 'content-type': 'application/json' };
  try {
    const response = await fetch(`${relay}/v1/batch`, {
      ...{ method: 'POST', headers, body: `{"batch":[${messages.map(({ json }) => json).join(',')}]}` },
      ...{ redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) },
    });
    return judge(response, await response.json().catch(() => undefined), messages, relay);
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return { status: 'again', reason: `nobody answers (${cause instanceof Error ? cause.message : String(cause)})` };
  }
};
