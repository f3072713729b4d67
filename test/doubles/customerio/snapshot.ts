import type { AnonymousVisitor, CustomerioObject, Person } from './model.ts';
import type { ObjectRecord, Owner } from './objects.ts';
import type { PersonRecord } from './people.ts';
import type { Workspace } from './workspace.ts';

const IDENTIFIERS = ['id', 'email', 'phone'] as const;

const identifiersOf = (person: PersonRecord): { id?: string; email?: string; phone?: string } =>
  Object.fromEntries(
    IDENTIFIERS.filter((kind) => person.ledger.get(kind) !== undefined).map((kind) => [
      kind,
      String(person.ledger.get(kind)),
    ]),
  );

const isOf = (owner: Owner, person: PersonRecord): boolean => owner.kind === 'person' && owner.cioId === person.cioId;

const relationshipsOf = (workspace: Workspace, person: PersonRecord): Person['relationships'] =>
  workspace.objects
    .all()
    .flatMap(({ objectTypeId, objectId, relationships }) =>
      [...relationships.values()]
        .filter(({ owner }) => isOf(owner, person))
        .map(({ attributes }) => ({ objectTypeId, objectId, attributes: Object.fromEntries(attributes) })),
    );

const isAttribute = (name: string): boolean => !(IDENTIFIERS as readonly string[]).includes(name);

/** A person as it is now; later activity does not change it. */
export const toPerson = (workspace: Workspace, person: PersonRecord): Person => ({
  cioId: person.cioId,
  ...identifiersOf(person),
  attributes: Object.fromEntries(Object.entries(person.ledger.values()).filter(([name]) => isAttribute(name))),
  createdAt: person.createdAt,
  anonymousIds: workspace.visitors.claimedBy(person).map(({ anonymousId }) => anonymousId),
  devices: [...person.devices.values()],
  relationships: relationshipsOf(workspace, person),
  timeline: [...person.timeline],
});

/** Visitors with activity that reached no person. */
export const toAnonymous = (workspace: Workspace): AnonymousVisitor[] =>
  workspace.visitors
    .all()
    .filter(({ timeline }) => timeline.length > 0)
    .map(({ anonymousId, timeline, claim }) => ({
      anonymousId,
      ...(claim ? { claimedBy: claim.person.cioId } : {}),
      timeline: [...timeline],
    }));

const toOwner = (owner: Owner): { person: string } | { anonymousId: string } =>
  owner.kind === 'person' ? { person: owner.cioId } : { anonymousId: owner.anonymousId };

export const toObject = (object: ObjectRecord): CustomerioObject => ({
  cioObjectId: object.cioObjectId,
  objectTypeId: object.objectTypeId,
  objectId: object.objectId,
  attributes: Object.fromEntries(object.attributes),
  relationships: [...object.relationships.values()].map(({ owner, attributes }) => ({
    ...toOwner(owner),
    attributes: Object.fromEntries(attributes),
  })),
});

/** Finds a person by cio id, with or without v1's prefix, by id, or by email in any case. */
export const findPerson = (workspace: Workspace, identifier: string): PersonRecord | undefined => {
  const { people } = workspace;
  return (
    people.find({ kind: 'email', value: identifier }) ??
    people.find({ kind: 'id', value: identifier }) ??
    people.find({ kind: 'cio_id', value: identifier.replace(/^cio_/, '') })
  );
};
