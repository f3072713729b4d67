import type { QuarantinedMessage, ReplayStore } from '../store/replay.ts';

/** What to send again. */
export interface ReplayRequest {
  /** `dead`: what a destination refused for good. `quarantine`: what the relay itself refused. */
  readonly what: 'dead' | 'quarantine';
  /** Only the dead letters of this destination. */
  readonly destination?: string | undefined;
  /** Only these, by their place in the feed. */
  readonly seqs?: readonly number[] | undefined;
}

/** What became of it. Dead letters are merely pending again: the activity page shows what the destination says now. */
export interface ReplayResult {
  readonly replayed: number;
  /** Still refused, with the reason of now. They stay in the quarantine. */
  readonly refused: readonly { readonly messageId: string; readonly message: string }[];
}

export interface ReplayOptions {
  readonly store: ReplayStore;
  /** Gives a message to intake as its source would send it; what intake answers. */
  readonly admit: (
    source: string,
    body: unknown,
  ) => Promise<{ readonly status: 'accepted' } | { readonly status: 'refused'; readonly message: string }>;
  /** Called after something became pending. */
  readonly wake: () => void;
}

export type Replay = (request: ReplayRequest) => Promise<ReplayResult>;

/** So many in one transaction: nobody's checkout waits for a replay. */
const CHUNK = 200;
const SHOWN_REFUSALS = 100;

/** Creates the replay of dead letters and of the quarantine. What is replayed twice is delivered once: the ids stay. */
export const createReplay = ({ store, admit, wake }: ReplayOptions): Replay => {
  const replayDead = async ({ destination, seqs }: ReplayRequest): Promise<ReplayResult> => {
    let replayed = 0;
    for (let count = CHUNK; count === CHUNK; replayed += count)
      count = await store.redrive({ destination, seqs, limit: CHUNK });
    if (replayed > 0) wake();
    return { replayed, refused: [] };
  };

  const admitAll = async (messages: readonly QuarantinedMessage[]) => {
    const outcomes = [];
    for (const message of messages) outcomes.push({ message, outcome: await admit(message.source, message.body) });
    return outcomes;
  };

  const replayQuarantine = async ({ seqs }: ReplayRequest): Promise<ReplayResult> => {
    let replayed = 0;
    const refused: { messageId: string; message: string }[] = [];
    for (let after = 0; ;) {
      const messages = await store.quarantined({ seqs, limit: CHUNK, after });
      if (messages.length === 0) return { replayed, refused: refused.slice(0, SHOWN_REFUSALS) };
      after = messages.at(-1)?.seq ?? after;
      const outcomes = await admitAll(messages);
      const accepted = outcomes.filter(({ outcome }) => outcome.status === 'accepted');
      await store.leaveQuarantine(accepted.map(({ message }) => message.seq));
      replayed += accepted.length;
      outcomes.forEach(({ message: { messageId }, outcome }) => {
        if (outcome.status === 'refused') refused.push({ messageId, message: outcome.message });
      });
    }
  };

  return (request) => (request.what === 'dead' ? replayDead(request) : replayQuarantine(request));
};
