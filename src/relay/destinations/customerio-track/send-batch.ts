import type { Verdict } from '../destination.ts';
import { itemBytes } from './batches.ts';
import { call, type Connection } from './http.ts';
import { limits } from './limits.ts';
import { itemProblems, verdictOf } from './verdicts.ts';

export interface SendContext {
  readonly connection: Connection;
  readonly signal: AbortSignal;
  readonly now: number;
}

const OK: Verdict = { status: 'ok' };
const MULTI_STATUS = 207;

const tooLarge = (item: unknown): Verdict | undefined => {
  const bytes = itemBytes(item);
  if (bytes <= limits.itemBytes) return undefined;
  return { status: 'reject', reason: `an item of ${bytes} bytes; Customer.io takes at most ${limits.itemBytes}` };
};

/** A refusal of the whole request has one culprit; halving finds it, and the others get through. */
const bisect = async (items: readonly unknown[], context: SendContext): Promise<readonly Verdict[]> => {
  const middle = Math.ceil(items.length / 2);
  const first = await sendFitting(items.slice(0, middle), context);
  if (first.some(({ status }) => status === 'retry' || status === 'paused')) return first;
  return [...first, ...(await sendFitting(items.slice(middle), context))];
};

const post = async (items: readonly unknown[], { connection, signal, now }: SendContext) =>
  call(connection, { method: 'POST', path: '/api/v2/batch', body: JSON.stringify({ batch: items }), signal, now });

/**
 * Sends items as one batch; one verdict for each, in order. There are fewer when something has to be tried again:
 * what comes after it was not sent.
 */
export const sendBatch = async (items: readonly unknown[], context: SendContext): Promise<readonly Verdict[]> => {
  const oversize = items.map(tooLarge);
  const sendable = items.filter((_, index) => !oversize[index]);
  if (sendable.length === 0) return oversize.map((verdict) => verdict ?? OK);
  const sent = await sendFitting(sendable, context);
  return interleave(oversize, sent);
};

const sendFitting = async (items: readonly unknown[], context: SendContext): Promise<readonly Verdict[]> => {
  const answer = await post(items, context);
  const verdict = verdictOf(answer);
  if (verdict.status === 'reject' && items.length > 1) return bisect(items, context);
  const problems = answer.kind === 'answer' && answer.status === MULTI_STATUS ? itemProblems(answer.text) : undefined;
  if (verdict.status === 'retry' || verdict.status === 'paused') return [verdict];
  return items.map((_, index) => {
    const reason = problems?.get(index);
    return reason === undefined ? verdict : { status: 'reject', reason };
  });
};

/** Puts the verdicts of what was sent among those of what was too large to be sent, up to where sending stopped. */
const interleave = (oversize: readonly (Verdict | undefined)[], sent: readonly Verdict[]): readonly Verdict[] => {
  const rest = [...sent];
  const verdicts: Verdict[] = [];
  for (const refused of oversize) {
    const verdict = refused ?? rest.shift();
    if (!verdict) break;
    verdicts.push(verdict);
  }
  return verdicts;
};
