import type { Lane } from '../../store/store.ts';
import { eventId } from '../sending/event-id.ts';
import type { Dialect, FamilyItem } from './item.ts';

/** Aliases by which others become this person, and why there are none. */
export interface Aliases {
  readonly items: readonly FamilyItem[];
  readonly refusals: readonly string[];
}

/** One `alias` for each earlier id; the same has the same id, however often it is sent. */
export const mapAliases = async (
  { person }: Pick<Lane, 'person'>,
  userId: string,
  previousIds: readonly string[],
  { noMerges }: Dialect,
): Promise<Aliases> => {
  const others = [...new Set(previousIds)].filter((id) => id !== userId);
  if (noMerges !== undefined) return { items: [], refusals: others.map(() => noMerges) };
  const items = others.map(async (previousId): Promise<FamilyItem> => ({
    type: 'alias',
    messageId: await eventId(`alias/${person.id}/${userId}/${previousId}`),
    timestamp: new Date(person.changedAt).toISOString(),
    userId,
    previousId,
    context: {},
  }));
  return { items: await Promise.all(items), refusals: [] };
};
