import type { DeliveryState, FeedEntry } from '../store/store.ts';

/** All that can have become of a message. `kept`: there is no destination that it could go to. */
export type EntryState = DeliveryState | 'quarantined' | 'kept';

/** The states a visitor of the page can filter by, in the order of a message's life. */
export const entryStates: readonly EntryState[] = ['held', 'pending', 'delivered', 'withheld', 'dead', 'quarantined'];

/** One badge: where the message stands, and why it stands there. */
export interface Standing {
  readonly state: EntryState;
  readonly destination?: string;
  /** Undefined when the state says it all. */
  readonly why?: string;
  /** Unix milliseconds. */
  readonly nextAttemptAt?: number;
}

type DeliveryOfEntry = FeedEntry['deliveries'][number];

const times = (attempts: number): string => (attempts === 1 ? '1 attempt' : `${attempts} attempts`);

const defaultWhy: Readonly<Partial<Record<DeliveryState, string>>> = {
  held: 'waits until this visitor is known by an email or a phone',
  withheld: 'kept, but not sent on',
  dead: 'the destination refused it for good',
};

const whyOf = ({ state, reason, attempts }: DeliveryOfEntry): string | undefined => {
  if (state === 'delivered') return undefined;
  if (state === 'pending') return attempts > 0 ? [times(attempts), reason].filter(Boolean).join(': ') : reason;
  return reason ?? defaultWhy[state];
};

const standingOf = (delivery: DeliveryOfEntry): Standing => {
  const why = whyOf(delivery);
  const { state, destination, nextAttemptAt } = delivery;
  return {
    state,
    destination,
    ...(why !== undefined && { why }),
    ...(state === 'pending' && nextAttemptAt !== undefined && { nextAttemptAt }),
  };
};

/** Where a message stands at each destination, or that it stands in the quarantine. */
export const standingsOf = ({ kind, rejection, deliveries }: FeedEntry): readonly Standing[] => {
  if (kind === 'quarantined') return [{ state: 'quarantined', ...(rejection && { why: rejection.reason }) }];
  if (deliveries.length === 0) return [{ state: 'kept' }];
  return deliveries.map(standingOf);
};
