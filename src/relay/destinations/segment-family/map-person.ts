import type { Person } from '../../store/store.ts';
import { attributeEntries, attributeLimits, withinItem } from '../sending/attributes.ts';
import { eventId } from '../sending/event-id.ts';
import type { Dialect, FamilyItem } from './item.ts';
import type { Subject } from './subject.ts';

const traitEntries = (person: Person, { timeOf, traitName = (name) => name }: Dialect): [string, unknown][] => {
  const { email, phone } = person;
  const attributes = attributeEntries(person.attributes, timeOf);
  return [
    ...(email === undefined ? [] : ([['email', email]] satisfies [string, unknown][])),
    ...(phone === undefined ? [] : ([['phone', phone]] satisfies [string, unknown][])),
    ...attributes.map(([name, value]): [string, unknown] => [traitName(name), value]),
  ].slice(0, attributeLimits.count);
};

/** The person's whole present state as an identify; the same state has the same id, whoever sends it however often. */
export const mapPerson = async (person: Person, subject: Subject, dialect: Dialect): Promise<FamilyItem> => {
  const messageId = await eventId(`person/${person.id}/${person.version}/${subject.anonymousId ?? ''}`);
  const timestamp = new Date(person.changedAt).toISOString();
  const build = (traits: Readonly<Record<string, unknown>>): FamilyItem => ({
    type: 'identify',
    messageId,
    timestamp,
    ...subject,
    traits,
    context: {},
  });
  return withinItem(build, traitEntries(person, dialect), dialect.itemBytes);
};
