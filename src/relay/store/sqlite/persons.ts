import { attributesOf } from '../../identity/attributes.ts';
import type { Keys, PersonKey } from '../../identity/keys.ts';
import { applyFact, concernsProfile, emptyProfile, type Fact, type Profile } from '../../identity/profile.ts';
import type { KnownPerson, Link } from '../../identity/snapshot.ts';
import type { Person } from '../store.ts';
import { openCartOf } from './carts.ts';
import { keepFormerKey } from './former-keys.ts';
import { ordersOf } from './orders.ts';
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
  readonly merged_into: string | null;
}

export const keyColumns: Readonly<Record<PersonKey, 'email' | 'user_id' | 'phone'>> = {
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

export const knownPerson = (row: PersonRow): KnownPerson => ({
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
  tables.sql.run(`update persons set ${keyColumns[key]} = ?, trusted = ? where id = ?`, value, names, person);
  if (row[keyColumns[key]] === value) return false;
  keepFormerKey(tables, person, key, row[keyColumns[key]]);
  changed(tables, person, at);
  return true;
};

export const profileOf = (row: PersonRow): Profile => JSON.parse(row.profile) as Profile; // written by writeProfile

const writeProfile = ({ sql }: Tables, row: PersonRow, profile: Profile): boolean => {
  const text = JSON.stringify(profile);
  if (text === row.profile) return false;
  sql.run('update persons set profile = ? where id = ?', text, row.id);
  return true;
};

/** Adds messages to what is known of their person; returns whether that is something new. */
export const addToProfile = (tables: Tables, person: string, all: readonly Fact[]): boolean => {
  const facts = all.filter(({ message }) => concernsProfile(message));
  if (facts.length === 0) return false;
  const row = readPerson(tables, person);
  return writeProfile(tables, row, facts.reduce(applyFact, profileOf(row)));
};

/** Replaces what is known of a person. */
export const setProfile = (tables: Tables, person: string, profile: Profile): void => {
  writeProfile(tables, readPerson(tables, person), profile);
};

/** Computes anew what destinations are to know of a person, after anything that it rests on has changed. */
export const refreshPerson = (tables: Tables, id: string, at: number): void => {
  const row = readPerson(tables, id);
  const before = JSON.parse(row.attributes) as Person['attributes']; // written below
  const facts = { profile: profileOf(row), orders: ordersOf(tables, id), openCart: openCartOf(tables, id) };
  const attributes = JSON.stringify(attributesOf(facts, before));
  if (attributes === row.attributes) return;
  tables.sql.run('update persons set attributes = ? where id = ?', attributes, id);
  changed(tables, id, at);
};
