import type { DestinationMemory, Lane } from '../../store/store.ts';
import type { Notes } from '../destination.ts';
import { createRemembered, type Remembered } from './remembered.ts';

/** A person has a handful of browsers; what was joined long ago need not be remembered. */
const REMEMBERED = 20;
/** Visitors that have been joined to somebody; the store keeps more. */
const CLAIMS = 10_000;

/** Who was joined to which person: an anonymous id serves once, and a second person must not be given it. */
export interface VisitorClaims extends Pick<Remembered, 'load' | 'save'> {
  /** True when the visitor is this person's, or nobody's so far. */
  readonly claim: (visitor: string, person: string) => boolean;
}

/** Remembers the last visitors; a visitor changes hands within one visit, if at all. */
export const createVisitorClaims = (): VisitorClaims => {
  const { load, save, get, set } = createRemembered('visitor/', CLAIMS);
  return {
    load,
    save,
    claim: (visitor, person) => {
      const owner = get(visitor) ?? person;
      set(visitor, owner);
      return owner === person;
    },
  };
};

/** The visitors whose messages are in a lane. */
const visitorsIn = ({ messages }: Lane): readonly string[] =>
  messages.flatMap(({ message }) => message.anonymousId ?? []);

/** Fetches whose the visitors of a lane are. */
export const loadClaims = (lane: Lane, claims: VisitorClaims | undefined, notes: Notes | undefined): Promise<void> =>
  claims?.load(visitorsIn(lane), notes) ?? Promise.resolve();

const joined = ({ visitors }: DestinationMemory): readonly string[] =>
  Array.isArray(visitors) ? (visitors as string[]) : []; // written by visitorMemory only

/** The visitors of this lane whose forwarded events the destination has not been told to join to the person. */
export const newVisitors = (lane: Lane, claims: VisitorClaims): readonly string[] => {
  const known = joined(lane.memory);
  return [...new Set(visitorsIn(lane))].filter((id) => !known.includes(id) && claims.claim(id, lane.person.id));
};

/** What to remember once they are joined. */
export const visitorMemory = (memory: DestinationMemory, visitors: readonly string[]): DestinationMemory =>
  visitors.length === 0 ? {} : { visitors: [...joined(memory), ...visitors].slice(-REMEMBERED) };
