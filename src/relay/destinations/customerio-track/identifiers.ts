import type { DestinationMemory, Person } from '../../store/store.ts';
import { bytesOf, limits } from './limits.ts';

/** Exactly one of them names a person in the v2 API. */
export type Identifiers = { readonly id: string } | { readonly email: string } | { readonly phone: string };

/** What Customer.io has accepted of a person's keys. Kept in the store, read back by `acceptedKeys`. */
export type AcceptedKeys = Readonly<Partial<Record<'id' | 'email' | 'phone', string>>>;

export const acceptedKeys = (memory: DestinationMemory): AcceptedKeys => memory; // written by `accepted` only

/** The keys that Customer.io has, once it accepted the person's present state. */
export const accepted = ({ userId, email, phone }: Person): AcceptedKeys => ({
  ...(userId !== undefined && { id: userId }),
  ...(email !== undefined && { email }),
  ...(phone !== undefined && { phone }),
});

const fits = (value: string | undefined): value is string => value !== undefined && bytesOf(value) <= limits.idBytes;

/**
 * How to address a person: as Customer.io knows them (by id once that was accepted, else by email, else by phone),
 * so that a key which is new there is added to that profile instead of making another. undefined: there is no way.
 */
export const identifiersOf = ({ userId, email, phone }: Person, known: AcceptedKeys): Identifiers | undefined => {
  if (known.id !== undefined) return { id: known.id };
  if (known.email !== undefined) return { email: known.email };
  if (known.phone !== undefined) return { phone: known.phone };
  if (fits(email)) return { email };
  if (fits(userId)) return { id: userId };
  return phone === undefined ? undefined : { phone };
};
