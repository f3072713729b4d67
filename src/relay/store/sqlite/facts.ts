import { applyFact, type Fact } from '../../identity/profile.ts';
import { profileOf, readPerson, writeProfile } from './persons.ts';
import type { Tables } from './tables.ts';

/** Adds messages, in order of time, to what is known of their person. */
export const addToProfile = (tables: Tables, person: string, facts: readonly Fact[], at: number): void => {
  const row = readPerson(tables, person);
  writeProfile(tables, row, facts.reduce(applyFact, profileOf(row)), at);
};
