import type { StoredMessage } from '../../store/store.ts';
import type { ObjectChange, ObjectRef } from '../objects/plan-objects.ts';
import type { Identifiers } from './identifiers.ts';

type Json = Readonly<Record<string, unknown>>;

/** One item of `/api/v2/batch` about an object, or about a person's relations. */
export type ObjectItem =
  | { readonly type: 'object'; readonly action: 'identify'; readonly identifiers: Json; readonly attributes: Json }
  | {
      readonly type: 'person';
      readonly action: 'add_relationships';
      readonly identifiers: Identifiers;
      readonly cio_relationships: readonly { readonly identifiers: Json; readonly relationship_attributes: Json }[];
    };

const refOf = ({ typeId, objectId }: ObjectRef): Json => ({ object_type_id: typeId, object_id: objectId });

/** Objects first, then all of the person's relations that changed in one item. */
export const mapObjects = (
  { objects, relations }: Pick<ObjectChange, 'objects' | 'relations'>,
  identifiers: Identifiers,
): readonly ObjectItem[] => [
  ...objects.map(({ attributes, ...ref }): ObjectItem => ({
    type: 'object',
    action: 'identify',
    identifiers: refOf(ref),
    attributes,
  })),
  ...(relations.length === 0
    ? []
    : ([
        {
          type: 'person',
          action: 'add_relationships',
          identifiers,
          cio_relationships: relations.map(({ attributes, ...ref }) => ({
            identifiers: refOf(ref),
            relationship_attributes: attributes,
          })),
        },
      ] satisfies ObjectItem[])),
];

/** A server's `group` message: an object that it describes itself, and this person's relation to it. */
export const mapGroup = ({ message }: StoredMessage, identifiers: Identifiers): readonly ObjectItem[] => {
  if (message.type !== 'group' || message.groupId.trim() === '') return [];
  const { object_type_id, objectTypeId, relationshipAttributes, ...attributes } = message.traits ?? {};
  const typeId = [object_type_id, objectTypeId].find((id): id is string => typeof id === 'string') ?? '1';
  const ref = { typeId, objectId: message.groupId };
  const relation = { ...ref, attributes: (relationshipAttributes ?? {}) as Json };
  return mapObjects({ objects: [{ ...ref, attributes }], relations: [relation] }, identifiers);
};
