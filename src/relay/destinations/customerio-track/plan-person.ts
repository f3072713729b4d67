import type { Absorbed, DestinationMemory, Lane, Person } from '../../store/store.ts';
import { absorbMemory } from '../sending/absorb-memory.ts';
import type { PersonPlan, PersonStep } from '../sending/send-person.ts';
import { newVisitors, visitorMemory, type VisitorClaims } from '../sending/visitors.ts';
import { acceptedKeys, identifiersOf, keysOf, type AcceptedKeys, type Identifiers } from './identifiers.ts';
import { BY_PHONE_ONLY, mapMerges, mapMove, mergeKey, type MergeItem } from './map-merge.ts';
import { mapPerson, mapPrelude, type IdentifyItem } from './map-person.ts';

/** How Customer.io is brought to know a person as the relay does. */
export interface Telling {
  /** What the person's events are addressed by, once all was told. */
  readonly identifiers: Identifiers;
  /** undefined: Customer.io has the present state. */
  readonly plan: PersonPlan | undefined;
}

export interface TellingOptions {
  readonly claims: VisitorClaims | undefined;
  /** Waited before what was just made is merged with, or addressed by its new id: it is not there as soon as it was accepted. */
  readonly settleMs: number;
}

/** How the person is known there before anything is sent, and who remains to be merged into it. */
interface Start {
  readonly known: AcceptedKeys;
  readonly rest: readonly Absorbed[];
  readonly refusals: readonly string[];
}

/** Nothing that the profile is found by would have to change. */
const fits = (adopted: AcceptedKeys, person: AcceptedKeys): boolean =>
  (['id', 'email'] as const).every((kind) => adopted[kind] === undefined || adopted[kind] === person[kind]);

/** Where Customer.io knows only the one who was merged into the person, that profile carries on: nothing needs a merge. */
const startOf = ({ person, memory, absorbed = [] }: Lane): Start => {
  const known = acceptedKeys(memory);
  const kept = { known, rest: absorbed, refusals: [] };
  if (mergeKey(known)) return kept;
  const heir = absorbed.find((one) => {
    const keys = acceptedKeys(one.memory);
    return mergeKey(keys) !== undefined && fits(keys, keysOf(person));
  });
  if (!heir) return kept;
  const refusals = known.phone === undefined ? [] : [BY_PHONE_ONLY];
  return { known: acceptedKeys(heir.memory), rest: absorbed.filter((one) => one !== heir), refusals };
};

/** The person without the keys that still are another profile's: setting them before the merge would change nothing at all. */
const withoutKeysOf = (person: Person, absorbed: readonly Absorbed[]): Person => {
  const taken = absorbed.map(({ memory }) => acceptedKeys(memory));
  const { email, userId, ...rest } = person;
  return {
    ...rest,
    ...(email !== undefined && !taken.some((keys) => keys.email === email) && { email }),
    ...(userId !== undefined && !taken.some((keys) => keys.id === userId) && { userId }),
  };
};

/** Who is to be merged into somebody has to be there first. */
const mergeSteps = (
  person: Person,
  { known, rest }: Start,
  settleMs: number,
): { readonly steps: readonly PersonStep[]; readonly refusals: readonly string[]; readonly primary?: Identifiers } => {
  if (rest.length === 0) return { steps: [], refusals: [] };
  const own = withoutKeysOf(person, rest);
  const primary = mergeKey(known) ?? identifiersOf(own, known);
  if (!primary) return { steps: [], refusals: rest.map(() => BY_PHONE_ONLY) };
  const { items, refusals } = mapMerges(primary, rest);
  const isThere = mergeKey(known) !== undefined || items.length === 0;
  const steps: PersonStep[] = [
    ...(isThere ? [] : [{ items: [mapPerson(own, primary)] }]),
    ...(items.length > 0 ? [{ items, kind: 'merge' as const, ...(!isThere && { afterMs: settleMs }) }] : []),
  ];
  return { steps, refusals, primary };
};

interface Address {
  readonly identifiers: Identifiers;
  readonly before: readonly PersonStep[];
  readonly after: readonly PersonStep[];
  /** The state waits for what `before` changed. */
  readonly waits: boolean;
}

/**
 * An address changes by the id, once Customer.io has accepted that. Where it has not, the id comes first; and where there
 * is none, the new address is made and the old one merged into it: an email cannot be changed by the email.
 */
const addressOf = (person: Person, known: AcceptedKeys, settleMs: number): Address | undefined => {
  const identifiers = identifiersOf(person, known);
  if (!identifiers) return undefined;
  const { id, email } = keysOf(person);
  const stays = { identifiers, before: [], after: [], waits: false };
  if (!('email' in identifiers) || email === undefined || identifiers.email === email) return stays;
  if (id !== undefined)
    return { identifiers: { id }, before: [{ items: [mapPrelude(person, identifiers, id)] }], after: [], waits: true };
  const merge: MergeItem = mapMove(identifiers.email, email);
  return { ...stays, identifiers: { email }, after: [{ items: [merge], kind: 'merge', afterMs: settleMs }] };
};

const stateItems = (person: Person, identifiers: Identifiers, visitors: readonly string[]): readonly IdentifyItem[] =>
  visitors.length > 0 ? visitors.map((id) => mapPerson(person, identifiers, id)) : [mapPerson(person, identifiers)];

const memoryOf = ({ memory, person, absorbed = [] }: Lane, visitors: readonly string[]): DestinationMemory => {
  const all = absorbMemory(memory, absorbed);
  return { ...all, ...keysOf(person), ...visitorMemory(all, visitors) };
};

/** What has to be said of a person, in order; undefined when there is no way to address the person. */
export const tell = (lane: Lane, { claims, settleMs }: TellingOptions): Telling | undefined => {
  const { person, absorbed } = lane;
  const start = startOf(lane);
  const merges = mergeSteps(person, start, settleMs);
  const known = mergeKey(start.known) || !merges.primary ? start.known : (merges.primary as AcceptedKeys);
  const address = addressOf(person, known, settleMs);
  if (!address) return undefined;
  const { identifiers, before, after, waits } = address;
  const visitors = claims ? newVisitors(lane, claims) : [];
  if (person.version <= lane.deliveredVersion && visitors.length === 0) return { identifiers, plan: undefined };
  const state = { items: stateItems(person, identifiers, visitors), ...(waits && { afterMs: settleMs }) };
  const plan: PersonPlan = {
    steps: [...merges.steps, ...before, state, ...after],
    memory: memoryOf(lane, visitors),
    ...(absorbed && { absorbed: absorbed.map((one) => one.lane) }),
    refusals: [...start.refusals, ...merges.refusals],
  };
  return { identifiers, plan };
};
