import type { Lane } from '../../store/store.ts';
import { absorbMemory } from '../sending/absorb-memory.ts';
import type { PersonPlan } from '../sending/send-person.ts';
import { newVisitors, visitorMemory, type VisitorClaims } from '../sending/visitors.ts';
import type { Dialect } from './item.ts';
import { mapAliases } from './map-alias.ts';
import { mapPerson } from './map-person.ts';
import { addressOf, hasMoved, memoryOf, told, userIdOf } from './subject.ts';

/**
 * What has to be said of a person: who became this person, the present state, and where they were known by an address that
 * they no longer have, that the new one is the same person's. undefined when the destination has it all.
 */
export const planUpsert = async (
  lane: Lane,
  claims: VisitorClaims | undefined,
  dialect: Dialect,
): Promise<PersonPlan | undefined> => {
  const { person, absorbed = [] } = lane;
  const [userId, address] = [userIdOf(lane), addressOf(lane)];
  const visitors = claims ? newVisitors(lane, claims) : [];
  if (userId === undefined || address === undefined) return undefined;
  if (person.version <= lane.deliveredVersion && visitors.length === 0) return undefined;
  const subjects = visitors.length > 0 ? visitors.map((anonymousId) => ({ userId, anonymousId })) : [{ userId }];
  const state = { items: await Promise.all(subjects.map((subject) => mapPerson(person, subject, dialect))) };
  const merged = await mapAliases(lane, address, absorbed.flatMap(({ memory }) => told(memory) ?? []), dialect); // prettier-ignore
  const moved = await mapAliases(lane, userId, hasMoved(lane) ? [told(lane.memory) ?? userId] : [], dialect);
  const memory = absorbMemory(lane.memory, absorbed);
  return {
    steps: [
      { items: merged.items, kind: 'merge' as const },
      state,
      { items: moved.items, kind: 'merge' as const },
    ].filter(({ items }) => items.length > 0),
    memory: { ...memory, ...memoryOf(lane), ...visitorMemory(memory, visitors) },
    ...(lane.absorbed && { absorbed: lane.absorbed.map((one) => one.lane) }),
    refusals: [...merged.refusals, ...moved.refusals],
  };
};
