import type { Lane } from '../../store/store.ts';
import { acceptedKeys, keysOf, type Identifiers } from './identifiers.ts';

/** How Customer.io is to forget: `suppress` deletes the profile and takes nothing more under its keys, `delete` only deletes. */
export type Erase = 'suppress' | 'delete';

/** One item of `/api/v2/batch` that erases a person. */
export interface EraseItem {
  readonly type: 'person';
  readonly action: Erase;
  readonly identifiers: Identifiers;
}

/** An item for each key that Customer.io may know the person by: now, and since it was told last. */
export const mapErasure = ({ person, memory }: Lane, action: Erase): readonly EraseItem[] => {
  const keys = [...Object.entries(acceptedKeys(memory)), ...Object.entries(keysOf(person))].filter(
    ([name, value]) => ['id', 'email', 'phone'].includes(name) && typeof value === 'string',
  );
  const distinct = new Map(keys.map(([name, value]) => [`${name}:${value}`, { [name]: value } as Identifiers])); // one of its three
  return [...distinct.values()].map((identifiers) => ({ type: 'person', action, identifiers }));
};
