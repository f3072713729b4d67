import type { Verdict } from '../destination.ts';
import type { BatchSize } from './batch-size.ts';
import { nextBatch } from './batches.ts';
import { jsonBytes } from './bytes.ts';
import type { Answer, CallContext } from './call.ts';
import { isFinal, OK, verdictOf, type Vendor } from './verdicts.ts';

/** How a destination is spoken to: many items in one request. */
export interface Wire {
  readonly vendor: Vendor;
  readonly limits: { readonly itemBytes: number; readonly batchBytes: number };
  readonly size: BatchSize;
  /** Only items with equal keys share a request. */
  readonly keyOf?: (item: unknown) => string;
  readonly post: (items: readonly unknown[], context: CallContext) => Promise<Answer>;
  /** The items that a 2xx refuses all the same, by their place in the request, each with the answer that says so. */
  readonly itemProblems?: (
    answer: Extract<Answer, { kind: 'answer' }>,
    items: readonly unknown[],
  ) => ReadonlyMap<number, string>;
  /** Why an item must not be sent, where the destination would refuse the whole request for it. */
  readonly objection?: (item: unknown) => string | undefined;
}

const TOO_LARGE = 413;

const objectionTo = (item: unknown, { vendor, limits, objection }: Wire): Verdict | undefined => {
  const bytes = jsonBytes(item);
  const reason =
    bytes > limits.itemBytes
      ? `an item of ${bytes} bytes; ${vendor.name} takes at most ${limits.itemBytes}`
      : objection?.(item);
  return reason === undefined ? undefined : { status: 'reject', reason };
};

/** A refusal of the whole request has one culprit; halving finds it, and the others get through. */
const bisect = async (items: readonly unknown[], wire: Wire, context: CallContext): Promise<readonly Verdict[]> => {
  const middle = Math.ceil(items.length / 2);
  const first = await sendRequest(items.slice(0, middle), wire, context);
  if (!first.every(isFinal)) return first;
  return [...first, ...(await sendRequest(items.slice(middle), wire, context))];
};

const adapt = (size: BatchSize, answer: Answer, verdict: Verdict): void => {
  if (answer.kind === 'silence' || (answer.kind === 'answer' && answer.status === TOO_LARGE)) size.choked();
  else if (verdict.status === 'ok') size.succeeded();
};

const sendRequest = async (
  items: readonly unknown[],
  wire: Wire,
  context: CallContext,
): Promise<readonly Verdict[]> => {
  const answer = await wire.post(items, context);
  const verdict = verdictOf(answer, wire.vendor);
  adapt(wire.size, answer, verdict);
  if (verdict.status === 'reject' && items.length > 1) return bisect(items, wire, context);
  if (!isFinal(verdict)) return [verdict];
  const problems = answer.kind === 'answer' && verdict.status === 'ok' ? wire.itemProblems?.(answer, items) : undefined;
  return items.map((_, index) => {
    const reason = problems?.get(index);
    return reason === undefined ? verdict : { status: 'reject', reason };
  });
};

/** Sends what may be sent, request after request, until something has to be tried again. */
const sendSound = async (
  items: readonly unknown[],
  wire: Wire,
  context: CallContext,
  oneByOne: boolean,
): Promise<readonly Verdict[]> => {
  const verdicts: Verdict[] = [];
  while (verdicts.length < items.length && verdicts.every(isFinal)) {
    const rest = items.slice(verdicts.length);
    const most = oneByOne ? 1 : wire.size.items();
    const count = nextBatch(rest, { bytes: wire.limits.batchBytes, items: most, keyOf: wire.keyOf });
    verdicts.push(...(await sendRequest(rest.slice(0, count), wire, context)));
  }
  return verdicts;
};

/** Puts the verdicts of what was sent among those of what was not, up to where sending stopped. */
const interleave = (objections: readonly (Verdict | undefined)[], sent: readonly Verdict[]): readonly Verdict[] => {
  const rest = [...sent];
  const verdicts: Verdict[] = [];
  for (const refused of objections) {
    const verdict = refused ?? rest.shift();
    if (!verdict) break;
    verdicts.push(verdict);
  }
  return verdicts;
};

/**
 * Sends items in order, in as few requests as the limits allow; one verdict for each. There are fewer when something
 * has to be tried again: what comes after it was not sent.
 * @param oneByOne each item in a request of its own, so that one that fails is known, and alone to blame.
 */
export const sendItems = async (
  items: readonly unknown[],
  wire: Wire,
  context: CallContext,
  oneByOne = false,
): Promise<readonly Verdict[]> => {
  const objections = items.map((item) => objectionTo(item, wire));
  const sound = items.filter((_, index) => !objections[index]);
  return sound.length === 0
    ? objections.map((verdict) => verdict ?? OK)
    : interleave(objections, await sendSound(sound, wire, context, oneByOne));
};
