import { keysOf, visitorOf, type Keys, type PersonKey } from '../../identity/keys.ts';
import { attributesOf, emptyProfile, type Profile } from '../../identity/profile.ts';
import type { KnownPerson, Link, Snapshot } from '../../identity/snapshot.ts';
import type { NewMessage, Person } from '../store.ts';
import type { Tables } from './tables.ts';

export interface PersonRow {
  readonly id: string;
  readonly email: string | null;
  readonly user_id: string | null;
  readonly phone: string | null;
  readonly trusted: string;
  readonly origin: string | null;
  readonly profile: string;
  readonly attributes: string;
  readonly version: number;
  readonly changed_at: number;
}

const columns: Readonly<Record<PersonKey, 'email' | 'user_id' | 'phone'>> = {
  email: 'email',
  userId: 'user_id',
  phone: 'phone',
};

/** A row's keys under the names of the envelope. */
export const keysOfRow = (row: Pick<PersonRow, 'email' | 'user_id' | 'phone'>): Keys => ({
  ...(row.email !== null && { email: row.email }),
  ...(row.user_id !== null && { userId: row.user_id }),
  ...(row.phone !== null && { phone: row.phone }),
});

export const personOfRow = (row: PersonRow): Person => ({
  id: row.id,
  ...keysOfRow(row),
  attributes: JSON.parse(row.attributes) as Person['attributes'], // written by writeProfile
  version: row.version,
  changedAt: row.changed_at,
});

const knownPerson = (row: PersonRow): KnownPerson => ({
  id: row.id,
  ...keysOfRow(row),
  trusted: JSON.parse(row.trusted) as PersonKey[], // written by setKey
  ...(row.origin !== null && { origin: row.origin }),
});

export const readPerson = ({ sql }: Tables, id: string): PersonRow => {
  const row = sql.get<PersonRow>('select * from persons where id = ?', id);
  if (!row) throw new Error(`the store has no person ${id}`);
  return row;
};

export const readLinks = ({ sql }: Tables, anonymousId: string | undefined): readonly Link[] =>
  anonymousId === undefined
    ? []
    : sql
        .all<{ person: string; from_at: number }>(
          'select person, from_at from links where anonymous_id = ? order by from_at',
          anonymousId,
        )
        .map(({ person, from_at }) => ({ person, from: from_at }));

/** What the store knows of the visitor and the keys of a message. */
export const readSnapshot = (tables: Tables, input: NewMessage): Snapshot => {
  const links = readLinks(tables, visitorOf(input));
  const keys = Object.entries(keysOf(input)) as [PersonKey, string][]; // the keys of Keys
  const byKey = keys.flatMap(([key, value]) =>
    tables.sql.all<PersonRow>(`select * from persons where ${columns[key]} = ?`, value),
  );
  const linked = [...new Set(links.map(({ person }) => person))].map((id) => readPerson(tables, id));
  const rows = new Map([...byKey, ...linked].map((row) => [row.id, row]));
  return { links, persons: [...rows.values()].map(knownPerson) };
};

export const createPerson = ({ sql }: Tables, id: string, origin: string | undefined, at: number): void => {
  const profile = JSON.stringify(emptyProfile);
  sql.run('insert into persons (id, origin, profile, changed_at) values (?, ?, ?, ?)', id, origin ?? null, profile, at);
};

/** Another version of the person; its time never goes back, because destinations order updates by it. */
const changed = ({ sql }: Tables, id: string, at: number): void => {
  sql.run('update persons set version = version + 1, changed_at = max(changed_at, ?) where id = ?', at, id);
};

/** Returns whether the key itself is another now; that it is trusted from now on concerns nobody else. */
export const setKey = (
  tables: Tables,
  { person, key, value, trusted }: { person: string; key: PersonKey; value: string; trusted: boolean },
  at: number,
): boolean => {
  const row = readPerson(tables, person);
  const others = (JSON.parse(row.trusted) as PersonKey[]).filter((name) => name !== key); // written below
  const names = JSON.stringify(trusted ? [...others, key] : others);
  tables.sql.run(`update persons set ${columns[key]} = ?, trusted = ? where id = ?`, value, names, person);
  if (row[columns[key]] === value) return false;
  changed(tables, person, at);
  return true;
};

/** Returns whether destinations have something new to hear of. */
export const writeProfile = (tables: Tables, row: PersonRow, profile: Profile, at: number): boolean => {
  const text = JSON.stringify(profile);
  if (text === row.profile) return false;
  const attributes = JSON.stringify(attributesOf(profile));
  tables.sql.run('update persons set profile = ?, attributes = ? where id = ?', text, attributes, row.id);
  if (attributes === row.attributes) return false;
  changed(tables, row.id, at);
  return true;
};

export const profileOf = (row: PersonRow): Profile => JSON.parse(row.profile) as Profile; // written by writeProfile
