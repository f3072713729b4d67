import type { Lane } from '../../store/store.ts';
import type { LanePlan, Unit } from '../sending/deliver-lane.ts';
import { eventId } from '../sending/event-id.ts';
import type { Catalogue } from '../objects/catalogue.ts';
import type { ObjectOptions } from '../objects/object-types.ts';
import { planObjects } from '../objects/plan-objects.ts';
import { mapAnonymous } from './map-anonymous.ts';
import { mapEvent } from './map-event.ts';
import { mapGroup, mapObjects } from './map-objects.ts';
import { tell, type TellingOptions } from './plan-person.ts';

export interface PlanOptions extends TellingOptions {
  /** Set where the shop has object types in Customer.io. */
  readonly objects: { readonly types: ObjectOptions; readonly catalogue: Catalogue } | undefined;
}

/**
 * A person's lane as items of v2; undefined when there is no way to address the person. Not by an id that comes with
 * this very upsert: Customer.io may process calls out of order, and would make a second person of it.
 */
export const planPerson = async (lane: Lane, options: PlanOptions): Promise<LanePlan | undefined> => {
  const telling = tell(lane, options);
  if (!telling) return undefined;
  const { identifiers, plan: person } = telling;
  const { objects } = options;
  const changes = objects ? planObjects(lane, objects.types, objects.catalogue) : [];
  const units = lane.messages.map(async (stored, index): Promise<Unit> => {
    const change = changes[index];
    const event = mapEvent(stored, identifiers, await eventId(stored.deliveryKey));
    const about = change ? mapObjects(change, identifiers) : mapGroup(stored, identifiers);
    return {
      stored,
      items: [...about, ...(event ? [event] : [])],
      ...(change && { memory: change.memory, taken: change.taken }),
    };
  });
  return { ...(person && { person }), units: await Promise.all(units) };
};

/** The lane of a visitor whom nobody knows, as events of v1. What is no event says nothing there. */
export const planVisitor = async (lane: Lane, visitor: string): Promise<LanePlan> => {
  const units = lane.messages.map(async (stored): Promise<Unit> => {
    const event = mapAnonymous(stored, visitor, await eventId(stored.deliveryKey));
    return { stored, items: event ? [event] : [] };
  });
  return { units: await Promise.all(units) };
};
