import type { DestinationMemory, Lane } from '../../store/store.ts';
import { bytesOf } from '../sending/bytes.ts';

/** Whom an item is about: at least one of the two. */
export interface Subject {
  readonly userId?: string;
  readonly anonymousId?: string;
}

/** The id under which the destination was told of the person. */
export const told = ({ userId }: DestinationMemory): string | undefined =>
  typeof userId === 'string' ? userId : undefined; // written by `memoryOf` only

/** Customer.io's limit, which may stand at the end of every one of these ways. */
const ID_BYTES = 150;

/** How the destination is to know the person from now on: the shop's own id, else the email. */
export const userIdOf = ({ person }: Lane): string | undefined =>
  [person.userId, person.email].find((id) => id !== undefined && bytesOf(id) <= ID_BYTES);

/** It knows the person by an address that is not theirs any more. */
export const hasMoved = ({ memory, person }: Lane): boolean => {
  const id = told(memory);
  return id !== undefined && id !== person.userId && id !== person.email;
};

/**
 * How events address the person: as the destination knows them already. An id that comes with this very upsert serves
 * from the next delivery on: calls may be processed out of order, and would make a second person of it.
 */
export const addressOf = (lane: Lane): string | undefined =>
  (hasMoved(lane) ? undefined : told(lane.memory)) ?? userIdOf(lane);

export const memoryOf = (lane: Lane): DestinationMemory => {
  const userId = userIdOf(lane);
  return userId === undefined ? {} : { userId };
};
