import type { RelayProcess } from '../support/relay-process.ts';
import { labelIn } from './wire.ts';

/** What the relay holds of this run, as its own activity feed tells it. */
export interface RelayView {
  /** Message ids by label: more than one means that it is stored twice. */
  readonly held: ReadonlyMap<string, ReadonlySet<string>>;
  readonly quarantined: ReadonlySet<string>;
  /** A message of the feed by its label. */
  readonly message: (label: string) => HeldMessage | undefined;
  readonly sync: () => Promise<void>;
  /** Drops reported since the view began, by reason. */
  readonly dropped: () => Readonly<Record<string, number>>;
  /** Messages the relay counts since the view began. */
  readonly count: () => number;
  readonly duplicates: () => number;
}

export interface HeldMessage {
  readonly messageId: string;
  readonly anonymousId?: string;
  /** Unix milliseconds, corrected by the relay for a wrong clock. */
  readonly occurredAt: number;
  readonly receivedAt: number;
  /** Its tab, and its place in it. */
  readonly seq?: readonly [string, number];
  readonly deliveries: readonly { readonly state: string; readonly reason?: string }[];
}

interface Stats {
  readonly messages: number;
  readonly duplicates: number;
  readonly dropped: Readonly<Record<string, number>>;
}

interface FeedAnswer {
  readonly entries: readonly (Omit<HeldMessage, 'seq'> & {
    readonly kind: 'message' | 'quarantined';
    readonly revision: number;
    readonly body: { readonly context?: { readonly seq?: HeldMessage['seq'] } };
  })[];
  readonly stats: Stats;
}

/** The key that test/support/relay-process.ts starts it with. */
const ACTIVITY_KEY = 'activity-test';
/** The feed gives no more at once, the newest first. */
const MOST = 1_000;

const readFeed = async (relay: RelayProcess, since: number, limit: number): Promise<FeedAnswer> => {
  const response = await fetch(`${relay.url}/activity/feed.json?since=${since}&limit=${limit}`, {
    headers: { authorization: `Bearer ${ACTIVITY_KEY}` },
  });
  return (await response.json()) as FeedAnswer; // our own relay's
};

const since = (
  now: Readonly<Record<string, number>>,
  before: Readonly<Record<string, number>>,
): Record<string, number> =>
  Object.fromEntries(
    Object.entries(now).flatMap(([name, count]) =>
      count > (before[name] ?? 0) ? [[name, count - (before[name] ?? 0)]] : [],
    ),
  );

/** Begins a view: what the relay held before is left out. */
export const viewRelay = async (relay: RelayProcess): Promise<RelayView> => {
  const { entries, stats: before } = await readFeed(relay, 0, 1);
  let revision = entries.at(-1)?.revision ?? 0;
  let stats = before;
  const held = new Map<string, Set<string>>();
  const messages = new Map<string, HeldMessage>();
  const quarantined = new Set<string>();

  const take = ({ kind, body, ...message }: FeedAnswer['entries'][number]): void => {
    const label = labelIn(body);
    if (label === undefined) return;
    if (kind === 'quarantined') quarantined.add(label);
    else held.set(label, (held.get(label) ?? new Set()).add(message.messageId));
    messages.set(label, { ...message, ...(body.context?.seq && { seq: body.context.seq }) });
  };

  const sync = async (): Promise<void> => {
    const answer = await readFeed(relay, revision, MOST);
    stats = answer.stats;
    revision = answer.entries.at(-1)?.revision ?? revision;
    answer.entries.forEach(take);
  };

  return {
    held,
    quarantined,
    message: (label) => messages.get(label),
    sync,
    dropped: () => since(stats.dropped, before.dropped),
    count: () => stats.messages - before.messages,
    duplicates: () => stats.duplicates - before.duplicates,
  };
};
