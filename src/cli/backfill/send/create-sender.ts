import { UserError } from '../../problem.ts';
import type { Sealed } from '../draft.ts';
import { postBatch, type Answer } from './post-batch.ts';
import type { Target } from './target.ts';

export interface SenderOptions {
  readonly target: Target;
  /** Messages a second; Infinity for as fast as the relay takes them. */
  readonly perSecond: number;
  /** For how long a relay that has answered before is tried again. */
  readonly patienceMs: number;
  /** And one that has not: a wrong address is more likely than a relay that is away. */
  readonly firstPatienceMs: number;
  readonly onWaiting: (reason: string, ms: number) => void;
}

/** Hands messages over, however often that takes. */
export type Send = (messages: readonly Sealed[]) => Promise<Answer>;

const LEAST_MS = 250;
const MOST_MS = 30_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Full jitter, from a quarter of a second up to half a minute. */
const backoffMs = (failures: number): number =>
  LEAST_MS + Math.random() * (Math.min(MOST_MS, LEAST_MS * 2 ** failures) - LEAST_MS);

/** Waits until so many messages may have left since the beginning. */
const createPace = (perSecond: number): ((messages: number) => Promise<void>) => {
  const begin = Date.now();
  let sent = 0;
  return async (messages) => {
    const aheadMs = (sent / perSecond) * 1000 - (Date.now() - begin);
    sent += messages;
    if (aheadMs > 0) await pause(aheadMs);
  };
};

/** Creates a sender. It rejects with a UserError when nothing will help, or its patience has ended: the journal knows how far it came. */
export const createSender = (options: SenderOptions): Send => {
  const { target, perSecond, onWaiting } = options;
  const pace = createPace(perSecond);
  let patienceMs = options.firstPatienceMs;
  return async (messages) => {
    await pace(messages.length);
    const end = Date.now() + patienceMs;
    for (let failures = 0; ; failures += 1) {
      const posted = await postBatch(target, messages);
      if (posted.status === 'ok') {
        ({ patienceMs } = options);
        return posted.answer;
      }
      if (posted.status === 'over') throw new UserError(posted.reason);
      const ms = posted.afterMs ?? backoffMs(failures);
      if (Date.now() + ms > end)
        throw new UserError(
          `--relay: ${target.relay}: ${posted.reason}; what it has taken is noted: start the relay, run this again, and it goes on from there`,
        );
      onWaiting(posted.reason, ms);
      await pause(ms);
    }
  };
};
