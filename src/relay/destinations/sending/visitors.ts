import type { DestinationMemory, Lane } from '../../store/store.ts';

/** A person has a handful of browsers; what was joined long ago need not be remembered. */
const REMEMBERED = 20;
/** Visitors that have been joined to somebody since the start. */
const CLAIMS = 10_000;

/** Who was joined to which person: an anonymous id serves once, and a second person must not be given it. */
export interface VisitorClaims {
  /** True when the visitor is this person's, or nobody's so far. */
  readonly claim: (visitor: string, person: string) => boolean;
}

/** Remembers the last visitors, in this process; a visitor changes hands within one visit, if at all. */
export const createVisitorClaims = (): VisitorClaims => {
  const owners = new Map<string, string>();
  return {
    claim: (visitor, person) => {
      const owner = owners.get(visitor) ?? person;
      owners.delete(visitor); // to the end: the latest are kept
      owners.set(visitor, owner);
      const [oldest] = owners.keys();
      if (owners.size > CLAIMS && oldest !== undefined) owners.delete(oldest);
      return owner === person;
    },
  };
};

const joined = ({ visitors }: DestinationMemory): readonly string[] =>
  Array.isArray(visitors) ? (visitors as string[]) : []; // written by visitorMemory only

/** The visitors of this lane whose forwarded events the destination has not been told to join to the person. */
export const newVisitors = ({ messages, memory, person }: Lane, claims: VisitorClaims): readonly string[] => {
  const known = joined(memory);
  const seen = messages.flatMap(({ message }) => message.anonymousId ?? []);
  return [...new Set(seen)].filter((id) => !known.includes(id) && claims.claim(id, person.id));
};

/** What to remember once they are joined. */
export const visitorMemory = (memory: DestinationMemory, visitors: readonly string[]): DestinationMemory =>
  visitors.length === 0 ? {} : { visitors: [...joined(memory), ...visitors].slice(-REMEMBERED) };
