import type { DestinationMemory, Lane, StoredMessage } from '../../store/store.ts';
import { bytesOf, cutToBytes } from '../sending/bytes.ts';
import { timeValue, toSeconds } from '../sending/time.ts';
import type { Catalogue } from './catalogue.ts';
import { objectFacts, type Json, type ObjectFact } from './facts.ts';
import { attributesOf, type ObjectOptions } from './object-types.ts';
import { relate, relationsIn, remember, type Relations } from './relations.ts';

/** An object under the destination's own number of its type. */
export interface ObjectRef {
  readonly typeId: string;
  readonly objectId: string;
}

/** What a message changes: objects whose attributes are others now, and relations that are. */
export interface ObjectChange {
  readonly objects: readonly (ObjectRef & { readonly attributes: Json })[];
  readonly relations: readonly (ObjectRef & { readonly attributes: Json })[];
  /** What to remember of the person once it was taken. */
  readonly memory: DestinationMemory;
  /** To be called once it was taken. */
  readonly taken: () => void;
}

/** Customer.io's limits of an object's id and of one value. */
const ID_BYTES = 150;
const VALUE_BYTES = 1_000;

const fitting = (value: unknown): unknown => (typeof value === 'string' ? cutToBytes(value, VALUE_BYTES) : value);

const picked = (attributes: Json, names: readonly string[]): Json =>
  Object.fromEntries(
    names.flatMap((name) =>
      attributes[name] === undefined ? [] : [[name, fitting(timeValue(name, attributes[name]))]],
    ),
  );

interface Pending extends ObjectRef {
  readonly key: string;
  readonly fact: ObjectFact;
  readonly attributes: Json;
}

/** The facts about types that exist in the workspace, one for each object: what comes later in the message completes it. */
const pendingOf = (stored: StoredMessage, options: ObjectOptions): readonly Pending[] => {
  const pending = new Map<string, Pending>();
  for (const fact of objectFacts(stored)) {
    const type = options[fact.kind];
    if (!type || bytesOf(fact.id) > ID_BYTES) continue;
    const key = `${type.typeId}/${fact.id}`;
    const before = pending.get(key);
    const relation = fact.relation ?? before?.fact.relation;
    const attributes = { ...before?.attributes, ...picked(fact.attributes, attributesOf(fact.kind, type)) };
    pending.set(key, {
      key,
      typeId: type.typeId,
      objectId: fact.id,
      attributes,
      fact: { ...fact, ...(relation && { relation }) },
    });
  }
  return [...pending.values()];
};

/** The objects that a lane's messages speak of: what the catalogue has to look up. */
export const objectKeys = ({ messages }: Lane, options: ObjectOptions): readonly string[] =>
  messages.flatMap((stored) => pendingOf(stored, options).map(({ key }) => key));

const isEqual = (a: Json | undefined, b: Json): boolean => a !== undefined && JSON.stringify(a) === JSON.stringify(b);

/**
 * What each message of a lane changes about objects, in order; only what changed. Nothing counts as told before `taken`
 * was called, so that what has to be sent again is.
 */
export const planObjects = (
  lane: Lane,
  options: ObjectOptions,
  catalogue: Catalogue,
): readonly (ObjectChange | undefined)[] => {
  let relations: Relations = relationsIn(lane.memory);
  const underWay = new Map<string, string>();
  return lane.messages.map((stored) => {
    const pending = pendingOf(stored, options);
    const at = toSeconds(stored.occurredAt);
    if (pending.length === 0 || at === undefined) return undefined;
    const objects = pending.filter(({ key, attributes }) => {
      const isNews = Object.keys(attributes).length > 0 && catalogue.isNews(key, attributes, at);
      return isNews && underWay.get(key) !== JSON.stringify(attributes);
    });
    objects.forEach(({ key, attributes }) => underWay.set(key, JSON.stringify(attributes)));
    const before = relations;
    const related = pending.filter(({ fact }) => fact.relation);
    relations = {
      ...before,
      ...Object.fromEntries(related.map(({ key, fact }) => [key, relate(before[key], fact, at)])),
    };
    const changed = related.flatMap(({ key, typeId, objectId }) => {
      const attributes = relations[key]?.attributes ?? {};
      return isEqual(before[key]?.attributes, attributes) ? [] : [{ typeId, objectId, attributes }];
    });
    return {
      objects: objects.map(({ typeId, objectId, attributes }) => ({ typeId, objectId, attributes })),
      relations: changed,
      memory: remember(relations),
      taken: () => objects.forEach(({ key, attributes }) => catalogue.told(key, attributes, at)),
    };
  });
};
