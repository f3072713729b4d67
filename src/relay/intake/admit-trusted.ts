import type { Plan, Rejection } from '../../schema.ts';
import type { NewMessage, RelayStore } from '../store/store.ts';
import { admit, type Admitted, type Terms } from './admit.ts';
import type { OrdersFrom } from './orders.ts';

/** What the relay's own sources hand over: messages with a server's trust, that no request brought. */
export interface TrustedOptions {
  readonly plan: Plan;
  readonly store: Pick<RelayStore, 'append'>;
  readonly ordersFrom: OrdersFrom;
  /** Called after something new was stored. */
  readonly onStored: () => void;
}

/** A message, and why it is kept but not delivered where it is not. */
export interface TrustedMessage {
  readonly message: Readonly<Record<string, unknown>>;
  readonly withheld?: string | undefined;
}

/** What became of each: stored (or known already), or refused and in the quarantine. */
export interface TrustedAnswer {
  readonly stored: number;
  readonly rejected: readonly Rejection[];
}

/** Takes messages of a source. Rejects when the store cannot commit; nothing of them is kept then. */
export type AdmitTrusted = (
  source: string,
  messages: readonly TrustedMessage[],
  receivedAt: number,
) => Promise<TrustedAnswer>;

/**
 * A source's ids name facts: the same id again is the same fact told once more, with whatever else has changed since. It
 * is a repetition, not a conflict.
 */
const asFact = (entry: NewMessage, withheld: string | undefined): NewMessage => ({
  ...entry,
  hash: entry.messageId,
  ...(withheld !== undefined && { withheld }),
});

/** Creates the way in for the relay's own sources: the same checks, normalisation and store as for a server key. */
export const createAdmitTrusted =
  ({ plan, store, ordersFrom, onStored }: TrustedOptions): AdmitTrusted =>
  async (source, messages, receivedAt) => {
    const terms: Terms = {
      ...{ plan, source, ordersFrom, receivedAt, isPublic: false, money: 'major', events: undefined, hosts: [] },
      ...{ identitySecret: undefined, sentAt: undefined },
    };
    const admitted = await Promise.all(messages.map(({ message }, index) => admit(message, index, terms)));
    const entries = admitted.flatMap((one: Admitted, index) =>
      one.ok ? [asFact(one.entry, messages[index]?.withheld), ...one.copies] : [],
    );
    const quarantined = admitted.flatMap((one) => (one.ok ? [] : [one.entry]));
    const outcomes = await store.append({ messages: entries, quarantined, dropped: [] });
    if (outcomes.includes('accepted')) onStored();
    return { stored: entries.length, rejected: admitted.flatMap((one) => (one.ok ? [] : [one.rejection])) };
  };
