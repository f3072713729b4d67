import type { Lane } from '../../store/store.ts';
import type { LanePlan, Unit } from '../sending/deliver-lane.ts';
import { eventId } from '../sending/event-id.ts';
import { newVisitors, visitorMemory, type VisitorClaims } from '../sending/visitors.ts';
import { acceptedKeys, identifiersOf, keysOf, type Identifiers } from './identifiers.ts';
import type { Catalogue } from '../objects/catalogue.ts';
import type { ObjectOptions } from '../objects/object-types.ts';
import { planObjects } from '../objects/plan-objects.ts';
import { mapAnonymous } from './map-anonymous.ts';
import { mapEvent } from './map-event.ts';
import { mapGroup, mapObjects } from './map-objects.ts';
import { mapPerson } from './map-person.ts';

export interface PlanOptions {
  /** Set where events of unknown visitors were sent under their anonymous ids, which have to be joined to the person. */
  readonly claims: VisitorClaims | undefined;
  /** Set where the shop has object types in Customer.io. */
  readonly objects: { readonly types: ObjectOptions; readonly catalogue: Catalogue } | undefined;
}

const planUpsert = (lane: Lane, identifiers: Identifiers, claims: VisitorClaims | undefined): LanePlan['person'] => {
  const { person, memory } = lane;
  const visitors = claims ? newVisitors(lane, claims) : [];
  if (person.version <= lane.deliveredVersion && visitors.length === 0) return undefined;
  const items =
    visitors.length > 0 ? visitors.map((id) => mapPerson(person, identifiers, id)) : [mapPerson(person, identifiers)];
  return { items, memory: { ...memory, ...keysOf(person), ...visitorMemory(memory, visitors) } };
};

/**
 * A person's lane as items of v2; undefined when there is no way to address the person. Not by an id that comes with
 * this very upsert: Customer.io may process calls out of order, and would make a second person of it.
 */
export const planPerson = async (lane: Lane, { claims, objects }: PlanOptions): Promise<LanePlan | undefined> => {
  const identifiers = identifiersOf(lane.person, acceptedKeys(lane.memory));
  if (!identifiers) return undefined;
  const person = planUpsert(lane, identifiers, claims);
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
