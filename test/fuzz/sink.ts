import type { RelayStore } from '../../src/relay/store/store.ts';

/** Neither NUL nor half a character in any text or name: PostgreSQL refuses both. */
const isStorable = (value: unknown): boolean => {
  if (typeof value === 'string') return !/[\0\p{Surrogate}]/u.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every((pair) => pair.every(isStorable));
};

/**
 * A store that keeps nothing but checks that what it is given can be kept: a million bodies are about what stands before
 * the store, and its own suite is about the store.
 */
export const createSink = (): RelayStore => {
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    open: nothing,
    append: ({ messages, quarantined, dropped }) => {
      for (const entry of [...messages, ...quarantined, ...dropped])
        if (!isStorable(entry)) throw new Error(`this cannot be stored: ${JSON.stringify(entry)}`);
      if (messages.some(({ occurredAt, receivedAt }) => !(occurredAt <= receivedAt)))
        throw new Error('from the future');
      return Promise.resolve(messages.map(() => 'accepted' as const));
    },
    claim: () => Promise.resolve([]),
    settle: () => Promise.resolve([]),
    nextDue: () => Promise.resolve(undefined),
    feed: () => Promise.resolve([]),
    stats: () => Promise.reject(new Error('a sink counts nothing')),
    purge: () => Promise.reject(new Error('a sink has nothing to purge')),
    hasCookie: () => Promise.resolve(false),
    secret: () => Promise.resolve('secret of a sink'),
    replay: {
      redrive: () => Promise.resolve(0),
      quarantined: () => Promise.resolve([]),
      leaveQuarantine: nothing,
    },
    persons: {
      record: () => Promise.reject(new Error('a sink knows nobody')),
      preview: () => Promise.reject(new Error('a sink knows nobody')),
      erase: () => Promise.reject(new Error('a sink knows nobody')),
    },
    notes: { read: () => Promise.resolve(new Map()), write: nothing },
    clockSetBack: nothing,
    handOver: nothing,
    close: nothing,
  };
};
