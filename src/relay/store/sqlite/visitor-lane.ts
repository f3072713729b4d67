import type { Lane } from '../store.ts';
import { refreshLane } from './lanes.ts';
import { personOfRow, readPerson } from './persons.ts';
import type { Tables } from './tables.ts';

/** Lanes of persons are UUIDs; those of visitors whom nobody knows cannot be mistaken for one. */
const PREFIX = 'visitor/';

/** The lane in which a destination that forwards gets what an unknown visitor does. */
export const visitorLane = (visitor: string): string => PREFIX + visitor;

/** Wakes the visitor's lanes at the destinations that forward. */
export const wakeVisitor = (tables: Tables, visitor: string): void =>
  tables.destinations
    .filter(({ anonymous }) => anonymous === 'forward')
    .forEach(({ name }) => refreshLane(tables, name, visitorLane(visitor)));

/** Whose lane it is. Of an unknown visitor there is no state that a destination could be told. */
export const subjectOf = (tables: Tables, lane: string): Pick<Lane, 'person' | 'visitor'> =>
  lane.startsWith(PREFIX)
    ? { person: { id: lane, attributes: {}, version: 0, changedAt: 0 }, visitor: lane.slice(PREFIX.length) }
    : { person: personOfRow(readPerson(tables, lane)) };
