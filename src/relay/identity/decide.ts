import type { NewMessage } from '../store/store.ts';
import { keysOf, visitorOf, type Keys, type PersonKey } from './keys.ts';
import { personAt, type KnownPerson, type Snapshot } from './snapshot.ts';

/** One change that a message makes to what the store knows. The store applies them in order, in the message's own transaction. */
export type Effect =
  | { readonly kind: 'create_person'; readonly person: string; readonly origin?: string }
  | {
      readonly kind: 'set_key';
      readonly person: string;
      readonly key: PersonKey;
      readonly value: string;
      readonly trusted: boolean;
    }
  /** The visitor is this person from then on; what is held of the visitor is released. */
  | { readonly kind: 'link'; readonly anonymousId: string; readonly person: string; readonly from: number }
  /** A customer id without proof: shown, not acted on. */
  | { readonly kind: 'keep_claim'; readonly anonymousId: string; readonly userId: string }
  /** Two persons who may be one; nobody merges them on a guess. */
  | { readonly kind: 'record_linked'; readonly persons: readonly [string, string]; readonly reason: string }
  /** The visitor's open cart goes along to another person. */
  | {
      readonly kind: 'move_cart';
      readonly anonymousId: string;
      readonly from: string;
      readonly to: string;
      readonly at: number;
    };

/** To whom a message belongs, and what it changes. Without a person it is held until its visitor is known. */
export interface Decision {
  readonly person?: string;
  readonly effects: readonly Effect[];
}

/** The message's question, with everything looked up. */
interface Question {
  readonly trusted: boolean;
  readonly visitor: string | undefined;
  readonly at: number;
  readonly keys: Keys;
  /** Who the visitor is at that moment. */
  readonly current: KnownPerson | undefined;
  readonly owner: (key: PersonKey) => KnownPerson | undefined;
}

const ask = ({ links, persons }: Snapshot, input: NewMessage): Question => {
  const keys = keysOf(input);
  const current = personAt(links, input.occurredAt);
  return {
    trusted: input.trusted,
    visitor: visitorOf(input),
    at: input.occurredAt,
    keys,
    current: persons.find(({ id }) => id === current),
    owner: (key) => persons.find((person) => keys[key] !== undefined && person[key] === keys[key]),
  };
};

/** A proven customer id outranks everything: its person, else the one who has none yet, else a new one. */
const byUserId = ({ keys, current, owner }: Question): KnownPerson | undefined => {
  const known = owner('userId');
  if (known) return known;
  const withoutEmail = current?.email === undefined ? current : undefined;
  const candidate = keys.email === undefined ? current : (owner('email') ?? withoutEmail);
  return candidate?.userId === undefined ? candidate : undefined;
};

/**
 * Somebody else's phone number must not become a way to put an address on their profile: without proof, only the
 * visitor who made a person of nothing but a phone number may add the address.
 */
const mayGainEmail = ({ trusted, visitor }: Question, person: KnownPerson): boolean =>
  person.email === undefined && (trusted || person.userId !== undefined || person.origin === visitor);

const byEmail = (question: Question): KnownPerson | undefined => {
  const { current, owner } = question;
  return owner('email') ?? (current && mayGainEmail(question, current) ? current : undefined);
};

type Target =
  { readonly kind: 'known'; readonly person: KnownPerson } | { readonly kind: 'new' } | { readonly kind: 'unknown' };

const known = (person: KnownPerson | undefined, otherwise: 'new' | 'unknown'): Target =>
  person ? { kind: 'known', person } : { kind: otherwise };

const chooseTarget = (question: Question): Target => {
  const { trusted, keys, current, owner } = question;
  if (trusted && keys.userId !== undefined) return known(byUserId(question), 'new');
  if (keys.email !== undefined) return known(byEmail(question), 'new');
  if (keys.phone !== undefined) return known(current ?? owner('phone'), 'new');
  return known(current, 'unknown');
};

const pair = (a: KnownPerson, b: KnownPerson, reason: string): Effect => ({
  kind: 'record_linked',
  persons: [a.id, b.id],
  reason,
});

/** A key goes to the person unless it is another's, or the person has one that this source may not replace. */
const setKey = ({ trusted, keys, owner }: Question, target: KnownPerson, key: PersonKey): Effect[] => {
  const value = keys[key];
  if (value === undefined || (key === 'userId' && !trusted)) return [];
  const set: Effect = { kind: 'set_key', person: target.id, key, value, trusted };
  if (target[key] === value) return trusted && !target.trusted.includes(key) ? [set] : [];
  const other = owner(key);
  if (other) return trusted ? [pair(target, other, `${key} of one came with the other`)] : [];
  return trusted || target[key] === undefined ? [set] : [];
};

const claim = ({ trusted, visitor, keys }: Question, target: KnownPerson | undefined): Effect[] =>
  !trusted && visitor && keys.userId !== undefined && target?.userId !== keys.userId
    ? [{ kind: 'keep_claim', anonymousId: visitor, userId: keys.userId }]
    : [];

/** What the change from one person to another means beside the link: a corrected typo keeps its cart. */
const changeover = ({ trusted, visitor, at, keys, current }: Question, target: KnownPerson): Effect[] => {
  if (!visitor || !current || current.id === target.id || current.userId !== undefined) return [];
  if (trusted && keys.userId !== undefined) return [pair(current, target, 'one visitor was both')];
  if (keys.email === undefined) return [];
  return [{ kind: 'move_cart', anonymousId: visitor, from: current.id, to: target.id, at }];
};

const link = ({ visitor, at }: Question, { links }: Snapshot, target: KnownPerson): Effect[] =>
  visitor && personAt(links, at) !== target.id
    ? [{ kind: 'link', anonymousId: visitor, person: target.id, from: at }]
    : [];

/**
 * Decides whose a message is, by the decision table of identity: pure, over a snapshot of what the store knows.
 * @param newId the id of the person, should one have to be made.
 */
export const decide = (snapshot: Snapshot, input: NewMessage, newId: string): Decision => {
  const question = ask(snapshot, input);
  const chosen = chooseTarget(question);
  if (chosen.kind === 'unknown') return { effects: claim(question, undefined) };
  const { visitor } = question;
  const target: KnownPerson = chosen.kind === 'known' ? chosen.person : { id: newId, trusted: [] };
  const create: Effect = { kind: 'create_person', person: newId, ...(visitor !== undefined && { origin: visitor }) };
  return {
    person: target.id,
    effects: [
      ...(chosen.kind === 'new' ? [create] : []),
      ...setKey(question, target, 'email'),
      ...setKey(question, target, 'userId'),
      ...setKey(question, target, 'phone'),
      ...claim(question, target),
      ...link(question, snapshot, target),
      ...changeover(question, target),
    ],
  };
};
