import type { Lane } from '../../store/store.ts';
import type { Delivery, Notes } from '../destination.ts';
import { loadClaims, type VisitorClaims } from '../sending/visitors.ts';
import type { Catalogue } from './catalogue.ts';
import type { ObjectOptions } from './object-types.ts';
import { objectKeys } from './plan-objects.ts';

/** What a destination remembers beside its persons, as far as it is set to. */
export interface Memories {
  /** Set where events of unknown visitors were sent under their anonymous ids. */
  readonly claims: VisitorClaims | undefined;
  /** Set where the destination has object types. */
  readonly objects: { readonly types: ObjectOptions; readonly catalogue: Catalogue } | undefined;
  readonly notes: Notes | undefined;
}

/** A delivery between reading what was told before and writing down what is told now. */
export const remembering = async (
  lane: Lane,
  { claims, objects, notes }: Memories,
  deliver: () => Promise<Delivery>,
): Promise<Delivery> => {
  await loadClaims(lane, claims, notes);
  if (objects) await objects.catalogue.load(objectKeys(lane, objects.types), notes);
  const delivery = await deliver();
  await claims?.save(notes);
  await objects?.catalogue.save(notes);
  return delivery;
};
