import type { Call } from './log.ts';
import type { Json } from './model.ts';
import { setAttributes, type ObjectRecord, type Owner } from './objects.ts';
import type { Identifier } from './parse-identifier.ts';
import type { ObjectReference, RelationshipChange, ToPerson } from './parse-relationships.ts';
import type { PersonRecord } from './people.ts';
import { openKnownPerson } from './track.ts';
import type { Workspace } from './workspace.ts';

const ownerOf = (person: PersonRecord): Owner => ({ kind: 'person', cioId: person.cioId });

/** Adds or deletes relationships of a person; an object that is not there is made when one is added. */
export const changeRelationships = (workspace: Workspace, person: PersonRecord, change: RelationshipChange): void => {
  for (const { object: reference, attributes } of change.relationships) {
    if (change.action === 'add_relationships') {
      const object = workspace.objects.open(reference);
      if (object) workspace.objects.relate(object, ownerOf(person), attributes);
    } else {
      const object = workspace.objects.find(reference);
      if (object) workspace.objects.unrelate(object, ownerOf(person));
    }
  }
};

/** `add_relationships` and `delete_relationships` of a person. */
export const relatePerson = (
  workspace: Workspace,
  call: Call,
  addressed: Identifier,
  change: RelationshipChange,
): void => {
  const adds = change.action === 'add_relationships';
  const person = adds ? openKnownPerson(workspace, call, addressed) : workspace.people.find(addressed);
  if (person) changeRelationships(workspace, person, change);
};

const openOwner = (workspace: Workspace, call: Call, owner: ToPerson['owner']): Owner | undefined => {
  if (owner.kind !== 'anonymous_id') {
    const person = openKnownPerson(workspace, call, owner);
    return person && ownerOf(person);
  }
  const { claim } = workspace.visitors.open(owner.value);
  const claimed = claim && workspace.people.has(claim.person);
  return claimed ? ownerOf(claim.person) : { kind: 'anonymous', anonymousId: owner.value };
};

const findOwner = (workspace: Workspace, owner: ToPerson['owner']): Owner | undefined => {
  if (owner.kind === 'anonymous_id') return { kind: 'anonymous', anonymousId: owner.value };
  const person = workspace.people.find(owner);
  return person && ownerOf(person);
};

export const addToObject = (
  workspace: Workspace,
  call: Call,
  object: ObjectRecord,
  relations: readonly ToPerson[],
): void => {
  for (const { owner: named, attributes } of relations) {
    const owner = openOwner(workspace, call, named);
    if (owner) workspace.objects.relate(object, owner, attributes);
  }
};

export const deleteFromObject = (workspace: Workspace, object: ObjectRecord, relations: readonly ToPerson[]): void => {
  for (const { owner: named } of relations) {
    const owner = findOwner(workspace, named);
    if (owner) workspace.objects.unrelate(object, owner);
  }
};

export interface ObjectInput {
  readonly reference: ObjectReference;
  readonly attributes: Json;
  readonly relations: readonly ToPerson[];
}

/** Adds or updates an object, and relates it to persons or anonymous visitors. */
export const identifyObject = (workspace: Workspace, call: Call, input: ObjectInput): void => {
  const object = workspace.objects.open(input.reference);
  if (!object) return; // a cio id that nobody has was refused while parsing
  setAttributes(object.attributes, input.attributes);
  addToObject(workspace, call, object, input.relations);
};
