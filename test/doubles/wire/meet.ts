import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './faults.ts';
import type { Outcome } from './outcome.ts';

const statusAnswer = (status: number, retryAfter: number | string | undefined): Response => {
  const response = Response.json({ meta: { error: 'injected fault' } }, { status });
  if (retryAfter !== undefined) response.headers.set('retry-after', String(retryAfter));
  return response;
};

const REDIRECT = 307;

/**
 * Lets the fault do its work before or after the request is processed.
 * @param process makes the answer; items at the places that it is given are to be refused.
 */
export const meet = async (
  fault: Fault | undefined,
  process: (refusedItems: readonly number[]) => Response | Promise<Response>,
  answer: (status: number) => void,
): Promise<Outcome> => {
  if (fault && 'status' in fault) {
    answer(fault.status);
    return { kind: 'answer', response: statusAnswer(fault.status, fault.retryAfter) };
  }
  if (fault?.kind === 'reset-before-processing') return { kind: 'reset' };
  if (fault?.kind === 'redirect') {
    answer(REDIRECT);
    return {
      kind: 'answer',
      response: new Response(null, { status: REDIRECT, headers: { location: fault.location } }),
    };
  }
  const response = await process(fault?.kind === 'partial' ? fault.items : []);
  answer(response.status);
  if (fault?.kind === 'reset-after-processing') return { kind: 'reset' };
  if (fault?.kind === 'truncated-body') return { kind: 'truncated', response };
  if (fault?.kind === 'slow') await delay(fault.ms, undefined, { ref: false });
  return { kind: 'answer', response };
};
