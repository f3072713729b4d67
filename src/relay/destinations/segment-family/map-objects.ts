import type { StoredMessage } from '../../store/store.ts';
import type { ObjectChange } from '../objects/plan-objects.ts';
import { eventId } from '../sending/event-id.ts';
import type { FamilyItem } from './item.ts';
import type { Subject } from './subject.ts';

type Json = Readonly<Record<string, unknown>>;

/** One `group` for each object that changed or to which the person's relation did: Customer.io's form of both. */
export const mapObjects = (
  { objects, relations }: ObjectChange,
  { deliveryKey, occurredAt }: StoredMessage,
  subject: Subject,
): Promise<readonly FamilyItem[]> => {
  const traits = new Map<string, { objectId: string; traits: Json }>();
  const add = ({ typeId, objectId }: { typeId: string; objectId: string }, more: Json): void => {
    const key = `${typeId}/${objectId}`;
    traits.set(key, { objectId, traits: { object_type_id: typeId, ...traits.get(key)?.traits, ...more } });
  };
  objects.forEach((object) => add(object, object.attributes));
  relations.forEach((relation) => add(relation, { relationshipAttributes: relation.attributes }));
  return Promise.all(
    [...traits].map(async ([key, { objectId, traits: own }]) => ({
      type: 'group' as const,
      messageId: await eventId(`${deliveryKey}@${key}`),
      timestamp: new Date(occurredAt).toISOString(),
      ...subject,
      groupId: objectId,
      traits: own,
      context: {},
    })),
  );
};
