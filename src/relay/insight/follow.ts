import type { FeedEntry, RelayStore, StoreStats } from '../store/store.ts';

/** What a follower is told: entries that are new or have changed, and now and then the numbers. */
export interface Follower {
  readonly entries: (entries: readonly FeedEntry[]) => void;
  readonly stats: (stats: StoreStats) => void | Promise<void>;
  readonly failed: (error: unknown) => void;
}

export interface FollowOptions {
  readonly store: Pick<RelayStore, 'feed' | 'stats'>;
  /** Revision after which to begin. */
  readonly since: number;
  readonly pollMs: number;
  readonly signal: AbortSignal;
}

/** Entries told at once; a page shows no more than a few hundred. */
const LIMIT = 200;
/** Duplicates and drops change no entry: the numbers are told at least this often, in polls. */
const POLLS_PER_STATS = 5;

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });

/** Follows the store's feed by its revisions until the signal aborts. A failing store is told and asked again. */
export const follow = async ({ store, since, pollMs, signal }: FollowOptions, follower: Follower): Promise<void> => {
  let last = since;
  for (let poll = 0; !signal.aborted; poll++) {
    try {
      const entries = await store.feed({ since: last, limit: LIMIT });
      last = entries.at(-1)?.revision ?? last;
      if (entries.length > 0 && !signal.aborted) follower.entries(entries);
      if ((entries.length > 0 || poll % POLLS_PER_STATS === 0) && !signal.aborted)
        await follower.stats(await store.stats());
    } catch (error) {
      follower.failed(error);
    }
    await pause(pollMs, signal);
  }
};
