import type { Lane, StoredMessage } from '../../store/store.ts';
import type { LanePlan, Unit } from '../sending/deliver-lane.ts';
import type { Catalogue } from '../objects/catalogue.ts';
import type { ObjectOptions } from '../objects/object-types.ts';
import { planObjects } from '../objects/plan-objects.ts';
import { mapObjects } from './map-objects.ts';
import type { VisitorClaims } from '../sending/visitors.ts';
import type { Dialect } from './item.ts';
import { mapMessage } from './map-message.ts';
import { planUpsert } from './plan-person.ts';
import { semanticRefusal } from './semantic-events.ts';
import { addressOf, type Subject } from './subject.ts';

/** How a known person's lane is planned. */
export interface PersonPlanOptions {
  /** Set where events of unknown visitors were sent under their anonymous ids. */
  readonly claims: VisitorClaims | undefined;
  /** Set where the destination has object types. */
  readonly objects?: { readonly types: ObjectOptions; readonly catalogue: Catalogue } | undefined;
}

/** A lane's items are the family's; how they travel is for each destination. */
const planUnits = (
  { messages }: Lane,
  subjectOf: (stored: StoredMessage) => Subject,
  dialect: Dialect,
): Promise<readonly Unit[]> =>
  Promise.all(
    messages.map(async (stored): Promise<Unit> => {
      const { message } = stored;
      const refusal = message.type === 'track' ? semanticRefusal(message.event) : undefined;
      if (refusal !== undefined) return { stored, items: [], refusal };
      return { stored, items: await mapMessage(stored, subjectOf(stored), dialect) };
    }),
  );

/** A known person's lane; undefined when there is no id by which the family could address the person. */
export const planPerson = async (
  lane: Lane,
  { claims, objects }: PersonPlanOptions,
  dialect: Dialect,
): Promise<LanePlan | undefined> => {
  const userId = addressOf(lane);
  if (userId === undefined) return undefined;
  const person = await planUpsert(lane, claims, dialect);
  const namesVisitor = dialect.namesVisitor || claims !== undefined;
  const subjectOf = ({ message }: StoredMessage): Subject =>
    namesVisitor && message.anonymousId ? { userId, anonymousId: message.anonymousId } : { userId };
  const units = await planUnits(lane, subjectOf, dialect);
  if (!objects) return { ...(person && { person }), units };
  const changes = planObjects(lane, objects.types, objects.catalogue);
  const related = units.map(async (unit, index): Promise<Unit> => {
    const change = changes[index];
    if (!change || unit.refusal !== undefined) return unit;
    const about = await mapObjects(change, unit.stored, { userId });
    return { ...unit, items: [...about, ...unit.items], memory: change.memory, taken: change.taken };
  });
  return { ...(person && { person }), units: await Promise.all(related) };
};

/** The lane of a visitor whom nobody knows, at a destination that forwards. */
export const planVisitor = async (lane: Lane, anonymousId: string, dialect: Dialect): Promise<LanePlan> => ({
  units: await planUnits(lane, () => ({ anonymousId }), dialect),
});
