import type {
  AppendBatch,
  FeedEntry,
  NewMessage,
  NewQuarantined,
  Outcome,
  RelayStore,
  StoreStats,
} from '../../../../src/relay/store/store.ts';

/** The port in memory, as far as intake and the activity page need it, and a few handles for tests. */
export interface MemoryStore extends RelayStore {
  readonly messages: readonly NewMessage[];
  readonly quarantined: readonly NewQuarantined[];
  readonly dropped: ReadonlyMap<string, number>;
  /** Makes the next appends fail, as a full disk would. */
  readonly breakAppend: (isBroken: boolean) => void;
  /** Puts a line into the feed, or a new revision of it. */
  readonly putEntry: (entry: Omit<FeedEntry, 'revision'>) => void;
  readonly calls: readonly string[];
}

const entryOf = (message: NewMessage, seq: number): Omit<FeedEntry, 'revision'> => ({
  kind: 'message',
  seq,
  receivedAt: message.receivedAt,
  occurredAt: message.occurredAt,
  source: message.source,
  type: message.message.type,
  ...(message.message.type === 'track' && { event: message.message.event }),
  messageId: message.messageId,
  ...(message.message.anonymousId && { anonymousId: message.message.anonymousId }),
  incomplete: message.incomplete,
  deliveries: [
    message.withheld
      ? { destination: 'customerio', state: 'withheld', attempts: 0, reason: message.withheld }
      : { destination: 'customerio', state: 'held', attempts: 0 },
  ],
  body: message.message,
});

const quarantinedEntry = (
  { code, path, reason, ...entry }: NewQuarantined,
  seq: number,
): Omit<FeedEntry, 'revision'> => ({
  kind: 'quarantined',
  seq,
  receivedAt: entry.receivedAt,
  occurredAt: entry.receivedAt,
  source: entry.source,
  type: 'track',
  messageId: entry.messageId,
  incomplete: [],
  deliveries: [],
  rejection: { code, path, reason },
  body: entry.body,
});

const countDrift = (messages: readonly NewMessage[]): StoreStats['drift'] => {
  const rows = new Map<string, StoreStats['drift'][number]>();
  for (const { source, receivedAt, drift = [] } of messages) {
    for (const use of drift) {
      const name = JSON.stringify([source, use]);
      rows.set(name, { source, ...use, count: (rows.get(name)?.count ?? 0) + 1, lastAt: receivedAt });
    }
  }
  return [...rows.values()];
};

/** Creates an empty store in memory. */
export const createMemoryStore = (): MemoryStore => {
  const messages: NewMessage[] = [];
  const quarantined: NewQuarantined[] = [];
  const dropped = new Map<string, number>();
  const feed = new Map<string, FeedEntry>();
  const businessKeys = new Set<string>();
  const calls: string[] = [];
  let revision = 0;
  let isBroken = false;
  let duplicates = 0;
  let conflicts = 0;

  const putEntry = (entry: Omit<FeedEntry, 'revision'>): void =>
    void feed.set(`${entry.kind}-${entry.seq}`, { ...entry, revision: ++revision });

  const insert = (message: NewMessage): Outcome => {
    const known = messages.find(
      ({ source, messageId }) => source === message.source && messageId === message.messageId,
    );
    if (known) {
      duplicates++;
      if (known.hash === message.hash) return 'duplicate';
      conflicts++;
      return 'conflict';
    }
    if (message.businessKey !== undefined && businessKeys.has(message.businessKey)) return 'accepted';
    if (message.businessKey !== undefined) businessKeys.add(message.businessKey);
    messages.push(message);
    putEntry(entryOf(message, messages.length));
    return 'accepted';
  };

  const note = (call: string): Promise<void> => {
    calls.push(call);
    return Promise.resolve();
  };

  const append = (batch: AppendBatch): Promise<readonly Outcome[]> => {
    if (isBroken) return Promise.reject(new Error('disk full'));
    for (const { reason, count } of batch.dropped) dropped.set(reason, (dropped.get(reason) ?? 0) + count);
    for (const entry of batch.quarantined) putEntry(quarantinedEntry(entry, quarantined.push(entry)));
    return Promise.resolve(batch.messages.map(insert));
  };

  const stats = (): Promise<StoreStats> => {
    const deliveries: Record<string, Record<'held' | 'pending' | 'delivered' | 'withheld' | 'dead', number>> = {};
    for (const { destination, state } of [...feed.values()].flatMap((entry) => entry.deliveries)) {
      const states = (deliveries[destination] ??= { held: 0, pending: 0, delivered: 0, withheld: 0, dead: 0 });
      states[state]++;
    }
    const persons = new Set([...feed.values()].flatMap(({ person }) => person?.id ?? [])).size;
    const counts = {
      duplicates,
      conflicts,
      quarantined: [...feed.values()].filter(({ kind }) => kind === 'quarantined').length,
      persons,
    };
    return Promise.resolve({
      messages: feed.size,
      visitors: 0,
      missing: 0,
      tooOld: 0,
      erasures: { waiting: 0, refused: [] },
      deliveries,
      dropped: Object.fromEntries(dropped),
      drift: countDrift(messages),
      ...counts,
    });
  };

  return {
    messages,
    quarantined,
    dropped,
    calls,
    breakAppend: (broken) => void (isBroken = broken),
    putEntry,
    open: () => note('open'),
    append,
    claim: () => Promise.resolve([]),
    settle: () => Promise.resolve([]),
    purge: () =>
      Promise.resolve({
        held: 0,
        keys: 0,
        messages: 0,
        quarantined: 0,
        carts: 0,
        persons: 0,
        visitors: 0,
        isDone: true,
      }),
    persons: {
      record: () => Promise.reject(new Error('this double knows no persons')),
      preview: () => Promise.reject(new Error('this double knows no persons')),
      erase: () => Promise.reject(new Error('this double knows no persons')),
    },
    hasCookie: () => Promise.resolve(false),
    secret: () => Promise.resolve('5'.repeat(64)),
    replay: {
      redrive: () => Promise.resolve(0),
      quarantined: () => Promise.resolve([]),
      leaveQuarantine: () => Promise.resolve(),
    },
    notes: { read: () => Promise.resolve(new Map()), write: () => Promise.resolve() },
    clockSetBack: () => Promise.resolve(),
    nextDue: () => Promise.resolve(undefined),
    feed: ({ since, limit }) => {
      const newer = [...feed.values()].filter((entry) => entry.revision > since);
      return Promise.resolve(newer.sort((a, b) => a.revision - b.revision).slice(-limit));
    },
    stats,
    handOver: () => note('handOver'),
    close: () => note('close'),
  };
};
