import type { NewMessage } from '../store/store.ts';
import type { Decision, Effect } from './decision.ts';
import { normaliseEmail, type Keys, type PersonKey } from './keys.ts';
import type { KnownPerson, Snapshot } from './snapshot.ts';

/** How an id of an alias may name a person: an address is one where nobody has it as a customer id. */
const readings = (id: string): readonly [PersonKey, string][] => {
  const email = normaliseEmail(id);
  return email === undefined
    ? [['userId', id]]
    : [
        ['email', email],
        ['userId', id],
      ];
};

const aliasOf = ({ message }: NewMessage): { readonly to?: string; readonly from?: string } =>
  message.type === 'alias'
    ? { ...(message.userId && { to: message.userId }), ...(message.previousId && { from: message.previousId }) }
    : {};

/** The ids that an alias names, each in every way that it may be meant: what the store has to look up. */
export const aliasKeys = (input: NewMessage): readonly [PersonKey, string][] =>
  Object.values(aliasOf(input)).flatMap(readings);

/** The visitor whom an alias may speak of: Segment's SDKs send the anonymous id as `previousId`. */
export const aliasVisitor = (input: NewMessage): string | undefined => aliasOf(input).from;

const find = (persons: readonly KnownPerson[], id: string): KnownPerson | undefined =>
  persons.find((person) => readings(id).some(([key, value]) => person[key] === value));

const keyOf = (id: string): Keys => {
  const [reading] = readings(id);
  return reading ? { [reading[0]]: reading[1] } : {};
};

const newPerson = (id: string, person: string): readonly Effect[] => [
  { kind: 'create_person', person },
  ...(Object.entries(keyOf(id)) as [PersonKey, string][]).map(([key, value]): Effect => ({
    kind: 'set_key',
    person,
    key,
    value,
    trusted: true,
  })),
];

/**
 * A merge on purpose, which only a server key may ask for: of two known persons, or of an unknown visitor with a
 * person. Where the earlier id names nobody there is nothing to merge, and the message tells of the person alone.
 */
export const decideAlias = ({ persons, links }: Snapshot, input: NewMessage, newId: string): Decision => {
  const { to, from } = aliasOf(input);
  if (!input.trusted || to === undefined || from === undefined || to === from) return { effects: [] };
  const target = find(persons, to);
  const person = target?.id ?? newId;
  const earlier = find(persons, from);
  const isUnknownVisitor = earlier === undefined && links.length === 0;
  return {
    person,
    effects: [
      ...(target ? [] : newPerson(to, newId)),
      ...(earlier && earlier.id !== person ? [{ kind: 'merge', from: earlier.id, to: person } as const] : []),
      ...(isUnknownVisitor ? [{ kind: 'link', anonymousId: from, person, from: input.occurredAt } as const] : []),
    ],
  };
};
