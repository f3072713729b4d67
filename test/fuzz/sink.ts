import type { RelayStore } from '../../src/relay/store/store.ts';

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
        if (/[\0]|\\u0000|\\ud[89a-f]/i.test(JSON.stringify(entry)))
          throw new Error(`this cannot be stored: ${JSON.stringify(entry)}`);
      if (messages.some(({ occurredAt, receivedAt }) => !(occurredAt <= receivedAt)))
        throw new Error('from the future');
      return Promise.resolve(messages.map(() => 'accepted' as const));
    },
    claim: () => Promise.resolve([]),
    settle: () => Promise.resolve([]),
    nextDue: () => Promise.resolve(undefined),
    feed: () => Promise.resolve([]),
    stats: () => Promise.reject(new Error('a sink counts nothing')),
    handOver: nothing,
    close: nothing,
  };
};
