import type { Verdict } from '../destination.ts';
import type { Answer } from './call.ts';

/** Whose answers are judged, and what to tell somebody who has to mend the settings. */
export interface Vendor {
  readonly name: string;
  /** "check the site id, the API key and the region" */
  readonly credentials: string;
  /** What a redirect means there. Default: the address is another. */
  readonly redirect?: string;
  /** Statuses by which it says that it wants nothing more. */
  readonly gone?: readonly number[];
}

const SHOWN_CHARACTERS = 300;
/** Timeouts and too many requests; with 5xx these are the answers that another attempt may change. */
const RETRYABLE: ReadonlySet<number> = new Set([408, 425, 429]);
const REFUSED_CREDENTIALS: ReadonlySet<number> = new Set([401, 403]);

const said = ({ name }: Vendor, status: number, text: string): string => {
  const shown = text.trim().slice(0, SHOWN_CHARACTERS);
  return shown ? `${name} answered ${status}: ${shown}` : `${name} answered ${status}`;
};

/** What an answer means for all that was in the request. 207 is for the destination's own `itemProblems` to take apart. */
export const verdictOf = (answer: Answer, vendor: Vendor): Verdict => {
  if (answer.kind === 'silence') return { status: 'retry', reason: `${vendor.name} did not answer: ${answer.reason}` };
  if (answer.kind === 'forbidden') return { status: 'paused', reason: answer.reason };
  const { status, text, afterMs, location } = answer;
  const reason = said(vendor, status, text);
  if (status >= 200 && status < 300) return { status: 'ok' };
  if (status >= 300 && status < 400) {
    const hint = vendor.redirect ?? 'redirects are not followed: set the final address';
    return { status: 'paused', reason: `${reason}, a redirect to ${location ?? 'nowhere'}: ${hint}` };
  }
  if (vendor.gone?.includes(status)) return { status: 'paused', reason: `${reason}: it wants no more` };
  if (REFUSED_CREDENTIALS.has(status)) return { status: 'paused', reason: `${reason}: ${vendor.credentials}` };
  if (status >= 500 || RETRYABLE.has(status))
    return { status: 'retry', reason, ...(afterMs !== undefined && { afterMs }) };
  return { status: 'reject', reason };
};

export const OK: Verdict = { status: 'ok' };

/** Nothing more will become of it: it was taken, or refused for good. */
export const isFinal = ({ status }: Verdict): boolean => status === 'ok' || status === 'reject';
