import type { Person } from '../../store/store.ts';
import { attributeEntries, attributeLimits, withinItem } from '../sending/attributes.ts';
import { timeValue, toSeconds } from '../sending/time.ts';
import { keysOf, type Identifiers } from './identifiers.ts';
import { limits } from './limits.ts';

/** One item of `/api/v2/batch` that sets a person's state. */
export interface IdentifyItem {
  readonly type: 'person';
  readonly action: 'identify';
  readonly identifiers: Identifiers;
  /** Unix seconds; orders the updates, which Customer.io may process in another order than they came. */
  readonly timestamp?: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Keys other than the one that addresses the person travel as attributes. */
const keyAttributes = (person: Person, identifiers: Identifiers): [string, unknown][] => {
  const keys = Object.entries(keysOf(person));
  const addressed = Object.entries(identifiers);
  return keys.filter(([name, value]) => !addressed.some(([n, v]) => n === name && v === value));
};

/** The id that a known address is to have from now on, and nothing else: nobody is made by it. */
export const mapPrelude = (person: Person, identifiers: Identifiers, id: string): IdentifyItem => {
  const timestamp = toSeconds(person.changedAt);
  return {
    type: 'person',
    action: 'identify',
    identifiers,
    ...(timestamp !== undefined && { timestamp }),
    attributes: { id, _update: true },
  };
};

/**
 * The person's whole present state. Attributes that were cleared are null.
 * @param visitor an anonymous id whose forwarded events become this person's.
 */
export const mapPerson = (person: Person, identifiers: Identifiers, visitor?: string): IdentifyItem => {
  const timestamp = toSeconds(person.changedAt);
  const build = (attributes: IdentifyItem['attributes']): IdentifyItem => ({
    type: 'person',
    action: 'identify',
    identifiers,
    ...(timestamp !== undefined && { timestamp }),
    attributes,
  });
  const entries: [string, unknown][] = [
    ...keyAttributes(person, identifiers),
    ...(visitor === undefined ? [] : ([['anonymous_id', visitor]] satisfies [string, unknown][])),
    ...attributeEntries(person.attributes, timeValue),
  ];
  return withinItem(build, entries.slice(0, attributeLimits.count), limits.itemBytes);
};
