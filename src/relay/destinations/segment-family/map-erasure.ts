import type { Lane } from '../../store/store.ts';
import { eventId } from '../sending/event-id.ts';
import type { FamilyItem } from './item.ts';
import { addressOf, userIdOf } from './subject.ts';

/** Track events by which Customer.io's Pipelines API forgets somebody: the profile, then what may come later. */
const COMMANDS = ['User Deleted', 'User Suppressed'];

/** What erases a person, under each id that the destination may know them by. */
export const mapErasure = async (lane: Lane): Promise<readonly FamilyItem[]> => {
  const at = lane.erasure?.at ?? lane.person.changedAt;
  const ids = new Set([addressOf(lane), userIdOf(lane), lane.person.userId, lane.person.email]);
  const known = [...ids].filter((id) => id !== undefined);
  return Promise.all(
    known.flatMap((userId) =>
      COMMANDS.map(async (event): Promise<FamilyItem> => ({
        type: 'track',
        event,
        messageId: await eventId(`erase/${userId}/${event}/${at}`),
        timestamp: new Date(at).toISOString(),
        userId,
        properties: {},
        context: {},
      })),
    ),
  );
};
