import type { Delivery, Verdict } from '../destinations/destination.ts';
import { erasedBy } from './erase-lane.ts';
import type { Lane, LaneResult, MessageResult, StoredMessage } from '../store/store.ts';

/** How a failure of this lane is to be taken. */
export interface RetryPlan {
  readonly now: number;
  /** When to try again. */
  readonly at: number;
  /** False in an outage: then the message is not to blame. */
  readonly countsAsAttempt: boolean;
}

/** A message that keeps failing for so long while others get through is given up, so that its person's lane goes on. */
const POISON_MS = 600_000;
const POISON_ATTEMPTS = 5;
/** And after this in any case: later nothing would be triggered by it any more. */
const GIVE_UP_MS = 72 * 3_600_000;

const isGivenUp = ({ failingSince, attempts }: StoredMessage, { now, countsAsAttempt }: RetryPlan): boolean => {
  if (!countsAsAttempt || failingSince === undefined) return false;
  const failingMs = now - failingSince;
  return failingMs >= GIVE_UP_MS || (failingMs >= POISON_MS && attempts + 1 >= POISON_ATTEMPTS);
};

const messageResult = (message: StoredMessage, verdict: Verdict, plan: RetryPlan): MessageResult => {
  const { seq } = message;
  switch (verdict.status) {
    case 'ok':
      return { seq, status: 'done' };
    case 'reject':
      return { seq, status: 'dead', reason: verdict.reason };
    case 'retry':
    case 'paused':
      if (isGivenUp(message, plan)) return { seq, status: 'dead', reason: `given up: ${verdict.reason}` };
      return { seq, status: 'retry', at: plan.at, reason: verdict.reason, countsAsAttempt: plan.countsAsAttempt };
  }
};

/** When the person's state could not be sent, it is the lane's first message that waits and shows why. */
const verdictsOf = ({ messages }: Lane, delivery: Delivery): Delivery['messages'] => {
  const { person } = delivery;
  const first = messages[0];
  const isHeldUp = person?.verdict.status === 'retry' || person?.verdict.status === 'paused';
  return isHeldUp && first ? [{ seq: first.seq, verdict: person.verdict }] : delivery.messages;
};

const tellingOf = (
  { person }: Lane,
  { memory, absorbed }: NonNullable<Delivery['person']>,
): NonNullable<LaneResult['person']> => ({
  version: person.version,
  memory,
  ...(absorbed && { absorbed }),
});

/** What to write of a delivery. A state that was refused or given up counts as told: it is tried again with the person's next change. */
export const laneResult = (lane: Lane, delivery: Delivery, plan: RetryPlan): LaneResult => {
  const bySeq = new Map(lane.messages.map((message) => [message.seq, message]));
  const messages = verdictsOf(lane, delivery).flatMap(({ seq, verdict }) => {
    const message = bySeq.get(seq);
    return message ? [messageResult(message, verdict, plan)] : [];
  });
  const { person } = delivery;
  const failure = failureOf(delivery);
  const isGivenUpNow = failure !== undefined && messages.at(-1)?.status === 'dead';
  const isTold = person !== undefined && (person.verdict !== failure || isGivenUpNow);
  return {
    lane: lane.lane,
    token: lane.token,
    messages,
    ...erasedBy(lane, delivery),
    ...(isTold && !lane.erasure && { person: tellingOf(lane, person) }),
    ...(failure && !isGivenUpNow && { notBefore: plan.at }),
  };
};

export type Failure = Extract<Verdict, { status: 'retry' | 'paused' }>;

/** The verdict that ended the delivery early, if one did. */
export const failureOf = ({ person, messages }: Delivery): Failure | undefined =>
  [person?.verdict, ...messages.map(({ verdict }) => verdict)].find(
    (verdict): verdict is Failure => verdict?.status === 'retry' || verdict?.status === 'paused',
  );
