import type { NewMessage } from '../store/store.ts';
import { decideAlias } from './alias.ts';
import { targetOf, type Question, type Target } from './choose.ts';
import type { Decision, Effect, IdentityPolicy } from './decision.ts';
import { isOrder } from './join-keys.ts';
import { keysOf, visitorOf, type PersonKey } from './keys.ts';
import { personAt, type KnownPerson, type Snapshot } from './snapshot.ts';

export interface DecideOptions {
  readonly policy?: IdentityPolicy;
  /** Default: the one that the message names. */
  readonly visitor?: string | undefined;
}

const ask = (snapshot: Snapshot, input: NewMessage, { policy = {}, visitor }: DecideOptions): Question => {
  const { links, persons, joined, invited } = snapshot;
  const keys = keysOf(input);
  const byId = (id: string | undefined): KnownPerson | undefined => persons.find((person) => person.id === id);
  return {
    trusted: input.trusted,
    fromServer: input.fromServer === true,
    isIdentify: input.message.type === 'identify',
    visitor: visitor ?? visitorOf(input),
    at: input.occurredAt,
    keys,
    current: byId(personAt(links, input.occurredAt)),
    joined: byId(joined),
    invited: links.length === 0 ? byId(invited?.person) : undefined,
    owner: (key) => persons.find((person) => keys[key] !== undefined && person[key] === keys[key]),
    emailChange: policy.emailChange ?? 'another_person',
  };
};

const pair = (a: KnownPerson, b: KnownPerson, reason: string): Effect => ({
  kind: 'record_linked',
  persons: [a.id, b.id],
  reason,
});

/** A key goes to the person unless it is another's, or the person has one that this source may not replace. */
const setKey = (question: Question, target: KnownPerson, key: PersonKey): Effect[] => {
  const { trusted, keys, owner } = question;
  const value = keys[key];
  if (value === undefined || (key === 'userId' && !trusted)) return [];
  const set: Effect = { kind: 'set_key', person: target.id, key, value, trusted };
  if (target[key] === value) return trusted && !target.trusted.includes(key) ? [set] : [];
  const other = owner(key);
  if (other) return trusted ? [pair(target, other, `${key} of one came with the other`)] : [];
  const mayReplace = trusted || (key === 'email' && question.emailChange === 'same_person');
  return target[key] === undefined || (mayReplace && (trusted || !target.trusted.includes(key))) ? [set] : [];
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

/** Only an identify moves a visitor who is known: what a shop's server reports of somebody moves nobody. */
const mayMove = ({ current, fromServer, isIdentify }: Question): boolean => !current || isIdentify || !fromServer;

/** A link token brings what happened in the present visit, and nothing that somebody else may have done here before. */
const sinceOf = (
  { keys, joined, trusted }: Question,
  { invited }: Snapshot,
  target: KnownPerson,
): { since?: number } => {
  const isNamed = keys.email !== undefined || keys.phone !== undefined || (trusted && keys.userId !== undefined);
  return invited?.person === target.id && !isNamed && !joined ? { since: invited.since } : {};
};

const link = (question: Question, snapshot: Snapshot, target: KnownPerson): Effect[] => {
  const { visitor, at } = question;
  if (!visitor || personAt(snapshot.links, at) === target.id) return [];
  const since = sinceOf(question, snapshot, target);
  return [
    { kind: 'link', anonymousId: visitor, person: target.id, from: at, ...since },
    ...changeover(question, target),
  ];
};

/** An order that the shop's server reports says who used its cart, and who may be the same person as its buyer. */
const joinCart = (input: NewMessage, { cartVisitors = [], persons }: Snapshot, target: KnownPerson): Effect[] => {
  if (!input.fromServer || !isOrder(input.message)) return [];
  const at = input.occurredAt;
  return cartVisitors.flatMap(({ anonymousId, links }): Effect[] => {
    if (links.length === 0) return [{ kind: 'link', anonymousId, person: target.id, from: at }];
    const user = persons.find(({ id }) => id === personAt(links, at));
    return user && user.id !== target.id ? [pair(user, target, 'one bought the cart of the other')] : [];
  });
};

const effectsOf = (question: Question, snapshot: Snapshot, input: NewMessage, target: KnownPerson): Effect[] => {
  const { current } = question;
  const isPair = !mayMove(question) && current !== undefined && current.id !== target.id && isOrder(input.message);
  return [
    ...setKey(question, target, 'email'),
    ...setKey(question, target, 'userId'),
    ...setKey(question, target, 'phone'),
    ...claim(question, target),
    ...(mayMove(question) && !snapshot.isGuarded ? link(question, snapshot, target) : []),
    ...(isPair ? [pair(current, target, 'one bought the cart of the other')] : []),
    ...joinCart(input, snapshot, target),
  ];
};

const create = (person: string, visitor: string | undefined): Effect => ({
  kind: 'create_person',
  person,
  ...(visitor !== undefined && { origin: visitor }),
});

const personOf = (chosen: Exclude<Target, { kind: 'unknown' }>, newId: string): KnownPerson =>
  chosen.kind === 'known' ? chosen.person : { id: newId, trusted: [] };

/**
 * Decides whose a message is, by the decision table of identity: pure, over a snapshot of what the store knows.
 * @param newId the id of the person, should one have to be made.
 */
export const decide = (snapshot: Snapshot, input: NewMessage, newId: string, options: DecideOptions = {}): Decision => {
  if (input.message.type === 'alias') return decideAlias(snapshot, input, newId);
  const question = ask(snapshot, input, options);
  const chosen = targetOf(question);
  if (chosen.kind === 'unknown') return { effects: claim(question, undefined) };
  const target = personOf(chosen, newId);
  return {
    person: target.id,
    effects: [
      ...(chosen.kind === 'new' ? [create(newId, question.visitor)] : []),
      ...effectsOf(question, snapshot, input, target),
    ],
  };
};
