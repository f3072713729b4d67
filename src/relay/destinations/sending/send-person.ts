import type { DestinationMemory, Lane } from '../../store/store.ts';
import type { Delivery, Verdict } from '../destination.ts';
import type { CallContext } from './call.ts';
import { sendItems, type Wire } from './send-batch.ts';
import { isFinal, OK } from './verdicts.ts';

/** What is sent of a person at once. */
export interface PersonStep {
  readonly items: readonly unknown[];
  /** `merge`: others become this person. What is refused of it is told, and keeps nothing back. Default: the person's own state. */
  readonly kind?: 'merge';
  /** Awaited before: what the step before made is not there as soon as it was accepted. */
  readonly afterMs?: number;
}

/** The person's state: one step after another, each answer awaited. */
export interface PersonPlan {
  readonly steps: readonly PersonStep[];
  readonly memory: DestinationMemory;
  /** Lanes of those who are merged into the person by it. */
  readonly absorbed?: readonly string[];
  /** Why something of it cannot be said at this destination. */
  readonly refusals?: readonly string[];
}

export interface PersonTold {
  readonly outcome: NonNullable<Delivery['person']>;
  readonly refusals: readonly string[];
}

/** Ends early, and without an error, when the relay stops: the request that follows says so by itself. */
const wait = (ms: number, { signal }: CallContext): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener('abort', end, { once: true });
  });

/** Sends one step after another up to the first that has to be tried again. */
export const sendPerson = async (
  { steps, memory, absorbed, refusals: known = [] }: PersonPlan,
  lane: Lane,
  wire: Wire,
  context: CallContext,
): Promise<PersonTold> => {
  const refusals = [...known];
  let refused: Verdict | undefined;
  for (const { items, kind, afterMs = 0 } of steps) {
    if (afterMs > 0) await wait(afterMs, context);
    const verdict = (await sendItems(items, wire, context)).find(({ status }) => status !== 'ok') ?? OK;
    if (!isFinal(verdict)) return { outcome: { verdict, memory: lane.memory }, refusals };
    if (verdict.status !== 'reject') continue;
    if (kind === 'merge') refusals.push(verdict.reason);
    else refused ??= verdict;
  }
  const done = { verdict: refused ?? OK, memory: refused ? lane.memory : memory };
  return { outcome: { ...done, ...(absorbed && { absorbed }) }, refusals };
};
