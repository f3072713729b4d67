import { createLedger, type Ledger } from './ledger.ts';
import type { Json, TimelineEntry } from './model.ts';
import type { Identifier } from './parse-identifier.ts';

/** A person as the stand-in keeps it. */
export interface PersonRecord {
  readonly cioId: string;
  readonly createdAt: number;
  /** Identifiers too: they change in order of time like any attribute. */
  readonly ledger: Ledger;
  readonly devices: Map<string, Json>;
  timeline: TimelineEntry[];
}

export interface People {
  all(): readonly PersonRecord[];
  has(person: PersonRecord): boolean;
  find(identifier: Identifier): PersonRecord | undefined;
  create(createdAt: number): PersonRecord;
  /** Gives the person this identifier, unless an update of a later time gave another. */
  assign(person: PersonRecord, identifier: Identifier, at: number): void;
  remove(person: PersonRecord): void;
}

/** Emails match whatever their case; ids do not. */
export const identifierKey = ({ kind, value }: Identifier): string =>
  `${kind}:${kind === 'email' ? value.toLowerCase() : value}`;

export const identifiersOf = (person: PersonRecord): Identifier[] =>
  (['id', 'email', 'phone'] as const).flatMap((kind) => {
    const value = person.ledger.get(kind) as string | number | undefined; // identifiers are nothing else
    return value === undefined ? [] : [{ kind, value: String(value) }];
  });

export const createPeople = (): People => {
  const records = new Set<PersonRecord>();
  const index = new Map<string, PersonRecord>();
  let made = 0;

  const release = (person: PersonRecord, identifier: Identifier): void => {
    const key = identifierKey(identifier);
    if (index.get(key) === person) index.delete(key);
  };

  return {
    all: () => [...records],
    has: (person) => records.has(person),
    find: (identifier) => index.get(identifierKey(identifier)),
    create: (createdAt) => {
      const cioId = `c1d0${(++made).toString(16).padStart(8, '0')}`;
      const person = { cioId, createdAt, ledger: createLedger(), devices: new Map<string, Json>(), timeline: [] };
      records.add(person);
      index.set(identifierKey({ kind: 'cio_id', value: cioId }), person);
      return person;
    },
    assign: (person, identifier, at) => {
      const before = identifiersOf(person).find(({ kind }) => kind === identifier.kind);
      if (!person.ledger.set(identifier.kind, identifier.value, at)) return;
      if (before) release(person, before);
      const key = identifierKey(identifier);
      if (!index.has(key)) index.set(key, person); // two people may share a phone: the first is found by it
    },
    remove: (person) => {
      records.delete(person);
      for (const identifier of identifiersOf(person)) release(person, identifier);
      release(person, { kind: 'cio_id', value: person.cioId });
    },
  };
};

/** Adds activity in order of occurrence; what happened at the same second stays in order of arrival. */
export const addToTimeline = (person: { timeline: TimelineEntry[] }, ...entries: readonly TimelineEntry[]): void => {
  person.timeline = [...person.timeline, ...entries].sort((a, b) => a.timestamp - b.timestamp);
};
