import type { DestinationMemory, Person } from '../../store/store.ts';
import { bytesOf } from '../sending/bytes.ts';
import { limits } from './limits.ts';

/** Exactly one of them names a person in the v2 API. */
export type Identifiers = { readonly id: string } | { readonly email: string } | { readonly phone: string };

/** A person's keys under Customer.io's names: what it has accepted of them is kept in the store as such. */
export type AcceptedKeys = Readonly<Partial<Record<'id' | 'email' | 'phone', string>>>;

export const acceptedKeys = (memory: DestinationMemory): AcceptedKeys => memory; // written from `keysOf` only

const fits = (value: string | undefined): value is string => value !== undefined && bytesOf(value) <= limits.idBytes;

/** The keys that Customer.io can take; it has them once it accepted the person's present state. */
export const keysOf = ({ userId, email, phone }: Person): AcceptedKeys => ({
  ...(fits(userId) && { id: userId }),
  ...(fits(email) && { email }),
  ...(fits(phone) && { phone }),
});

/**
 * How to address a person: as Customer.io knows them (by id once that was accepted, else by email, else by phone),
 * so that a key which is new there is added to that profile instead of making another. undefined: there is no way.
 */
export const identifiersOf = (person: Person, known: AcceptedKeys): Identifiers | undefined => {
  if (known.id !== undefined) return { id: known.id };
  if (known.email !== undefined) return { email: known.email };
  if (known.phone !== undefined) return { phone: known.phone };
  const { id, email, phone } = keysOf(person);
  if (email !== undefined) return { email };
  if (id !== undefined) return { id };
  return phone === undefined ? undefined : { phone };
};
