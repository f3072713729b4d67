import type { Verdict } from '../destination.ts';
import type { Answer } from './http.ts';

const SHOWN_CHARACTERS = 300;
const REGION_HINT = "the workspace lives in Customer.io's other region";
/** Timeouts and too many requests; with 5xx these are the answers that another attempt may change. */
const RETRYABLE: ReadonlySet<number> = new Set([408, 429]);

const said = (status: number, text: string): string => {
  const shown = text.trim().slice(0, SHOWN_CHARACTERS);
  return shown ? `Customer.io answered ${status}: ${shown}` : `Customer.io answered ${status}`;
};

/** What an answer means for all that was in the request. 207 is for `itemProblems` to take apart. */
export const verdictOf = (answer: Answer): Verdict => {
  if (answer.kind === 'silence') return { status: 'retry', reason: `Customer.io did not answer: ${answer.reason}` };
  const { status, text, afterMs, location } = answer;
  const reason = said(status, text);
  if (status >= 200 && status < 300) return { status: 'ok' };
  if (status >= 300 && status < 400)
    return { status: 'paused', reason: `${reason}, a redirect to ${location ?? 'nowhere'}: ${REGION_HINT}` };
  if (status === 401 || status === 403)
    return { status: 'paused', reason: `${reason}: check the site id, the API key and the region` };
  if (status >= 500 || RETRYABLE.has(status))
    return { status: 'retry', reason, ...(afterMs !== undefined && { afterMs }) };
  return { status: 'reject', reason };
};

interface ItemProblem {
  readonly batch_index?: number;
  readonly reason?: string;
  readonly field?: string;
  readonly message?: string;
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a 2xx without JSON names no items, so it accepts them all
  }
};

/** The items that a 207 refuses, by their place in the batch, each with the answer that says so. */
export const itemProblems = (text: string): ReadonlyMap<number, string> => {
  const { errors } = (parse(text) ?? {}) as { errors?: unknown }; // looked at below
  const problems = (Array.isArray(errors) ? errors : []) as ItemProblem[]; // keys are all optional
  return new Map(
    problems.flatMap(({ batch_index: index, reason, field, message }) =>
      typeof index === 'number'
        ? [[index, `Customer.io refused it: ${[reason, field, message].filter(Boolean).join(' ')}`]]
        : [],
    ),
  );
};
