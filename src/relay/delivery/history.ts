import type { HistoryPolicy } from '../destinations/destination.ts';
import type { Lane, StoredMessage } from '../store/store.ts';

/**
 * Customer.io starts campaigns by events of the last 72 hours; a day more for a clock that is wrong, a time zone that was
 * lost, and a relay that is away for a while.
 */
const RECENT_MS = 96 * 3_600_000;

/** Its age when it came counts: what is tried again later does not become an event by waiting. */
const isRecent = ({ occurredAt, receivedAt }: StoredMessage): boolean => receivedAt - occurredAt < RECENT_MS;

const isStateOnly = (stored: StoredMessage, policy: HistoryPolicy): boolean => {
  if (stored.message.context?.backfill !== true || policy === 'all') return false;
  return policy === 'state' || isRecent(stored);
};

/** Marks what of a lane is history that must not arrive as an event: what it says of the person, objects and relations does. */
export const withHistory = (lane: Lane, policy: HistoryPolicy = 'older'): Lane => {
  if (!lane.messages.some(({ message }) => message.context?.backfill === true)) return lane;
  const messages = lane.messages.map((stored) =>
    isStateOnly(stored, policy) ? { ...stored, asState: true as const } : stored,
  );
  return { ...lane, messages };
};
