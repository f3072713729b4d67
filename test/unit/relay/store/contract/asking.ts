import type { FeedEntry, Lane, LaneResult, MessageResult, RelayStore } from '../../../../../src/relay/store/store.ts';
import { START } from '../new-message.ts';

/** Late enough for every gap to have been waited for. */
export const LATER = START + 3_600_000;
export const LEASE_MS = 60_000;

export const claimAll = (store: RelayStore, now: number = LATER): Promise<readonly Lane[]> =>
  store.claim('cio', { lanes: 100, perLane: 100, leaseMs: LEASE_MS, now });

/** The one lane that is due. */
export const claimOne = async (store: RelayStore, now: number = LATER): Promise<Lane> => {
  const [lane, ...others] = await claimAll(store, now);
  if (!lane || others.length > 0) throw new Error(`expected one lane to be due, ${lane ? others.length + 1 : 0} are`);
  return lane;
};

/** What a destination that takes everything would say. */
export const allDone = (lane: Lane): LaneResult => ({
  lane: lane.lane,
  token: lane.token,
  person: { version: lane.person.version, memory: { told: lane.person.version } },
  messages: lane.messages.map(({ seq }): MessageResult => ({ seq, status: 'done' })),
  ...(lane.erasure && { erased: { status: 'done' } }),
});

/** Claims and settles everything, as a destination that takes all. Returns what each person got: email or id → event names. */
export const deliverAll = async (store: RelayStore, now: number = LATER): Promise<Record<string, string[]>> => {
  const got: Record<string, string[]> = {};
  for (let lanes = await claimAll(store, now); lanes.length > 0; lanes = await claimAll(store, now)) {
    for (const lane of lanes) (got[nameOf(lane)] ??= []).push(...lane.messages.map(eventOf));
    await store.settle('cio', lanes.map(allDone), now);
  }
  return got;
};

export const nameOf = ({ person }: Lane): string => person.email ?? person.userId ?? person.phone ?? person.id;

/** What happened, in one word: the event of a track, else the type. */
export const eventOf = ({ message }: Pick<Lane['messages'][number], 'message'>): string =>
  message.type === 'track' ? message.event : message.type;

export const feedAll = (store: RelayStore, since = 0): Promise<readonly FeedEntry[]> =>
  store.feed({ since, limit: 1_000 });

/** The state of a message at the destination. */
export const stateOf = async (
  store: RelayStore,
  messageId: string,
): Promise<FeedEntry['deliveries'][number] | undefined> =>
  (await feedAll(store)).find((entry) => entry.messageId === messageId)?.deliveries[0];

/** Opens the store again where something survives its end; a test of one in memory ends here, and shows as skipped. */
export const survived = (
  reopen: (() => Promise<RelayStore>) | undefined,
  skip: (note: string) => never,
): (() => Promise<RelayStore>) => reopen ?? skip('nothing of a store in memory survives its end');
