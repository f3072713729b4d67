import type { Json } from './model.ts';
import type { ObjectReference } from './parse-relationships.ts';

/** Who an object is related to; there is one relationship for each pair. */
export type Owner =
  { readonly kind: 'person'; readonly cioId: string } | { readonly kind: 'anonymous'; readonly anonymousId: string };

interface RelationshipRecord {
  readonly owner: Owner;
  readonly attributes: Map<string, unknown>;
}

export interface ObjectRecord {
  readonly cioObjectId: string;
  readonly objectTypeId: string;
  readonly objectId: string;
  readonly attributes: Map<string, unknown>;
  readonly relationships: Map<string, RelationshipRecord>;
}

export interface Objects {
  all(): readonly ObjectRecord[];
  find(reference: ObjectReference): ObjectRecord | undefined;
  /** Finds the object or makes it; one named by a cio id that nobody has is not made. */
  open(reference: ObjectReference): ObjectRecord | undefined;
  remove(reference: ObjectReference): void;
  relate(object: ObjectRecord, owner: Owner, attributes: Json): void;
  unrelate(object: ObjectRecord, owner: Owner): void;
  /** Moves all relationships of one owner to another, who keeps the attributes it already has. */
  handOver(from: Owner, to: Owner): void;
  forget(owner: Owner): void;
}

const ownerKey = (owner: Owner): string =>
  owner.kind === 'person' ? `person:${owner.cioId}` : `anonymous:${owner.anonymousId}`;

/** Sets attributes of an object or a relationship; `null` and `''` remove. */
export const setAttributes = (target: Map<string, unknown>, attributes: Json): void => {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === '') target.delete(name);
    else target.set(name, value);
  }
};

const referenceKey = (reference: ObjectReference): string =>
  reference.kind === 'cio' ? `cio:${reference.cioObjectId}` : `key:${reference.objectTypeId}:${reference.objectId}`;

const create = (cioObjectId: string, objectTypeId: string, objectId: string): ObjectRecord => ({
  cioObjectId,
  objectTypeId,
  objectId,
  attributes: new Map(),
  relationships: new Map(),
});

const relate = (object: ObjectRecord, owner: Owner, attributes: Json): void => {
  const known = object.relationships.get(ownerKey(owner)) ?? { owner, attributes: new Map<string, unknown>() };
  setAttributes(known.attributes, attributes);
  object.relationships.set(ownerKey(owner), known);
};

const moveOwner = (object: ObjectRecord, from: Owner, to: Owner): void => {
  const moving = object.relationships.get(ownerKey(from));
  if (!moving) return;
  const kept = Object.fromEntries(object.relationships.get(ownerKey(to))?.attributes ?? []);
  object.relationships.delete(ownerKey(from));
  relate(object, to, { ...Object.fromEntries(moving.attributes), ...kept });
};

export const createObjects = (): Objects => {
  const index = new Map<string, ObjectRecord>();
  let made = 0;
  const all = (): ObjectRecord[] => [...new Set(index.values())];
  const find = (reference: ObjectReference): ObjectRecord | undefined => index.get(referenceKey(reference));

  return {
    all,
    find,
    open: (reference) => {
      const known = find(reference);
      if (known || reference.kind === 'cio') return known;
      const cioObjectId = `ob${(++made).toString(16).padStart(8, '0')}`;
      const object = create(cioObjectId, reference.objectTypeId, reference.objectId);
      index.set(referenceKey(reference), object).set(referenceKey({ kind: 'cio', cioObjectId }), object);
      return object;
    },
    remove: (reference) => {
      const object = find(reference);
      for (const [key, value] of index) if (value === object) index.delete(key);
    },
    relate,
    unrelate: (object, owner) => void object.relationships.delete(ownerKey(owner)),
    handOver: (from, to) => all().forEach((object) => moveOwner(object, from, to)),
    forget: (owner) => all().forEach((object) => object.relationships.delete(ownerKey(owner))),
  };
};
