import type { IdentityPolicy } from './decision.ts';
import type { Keys, PersonKey } from './keys.ts';
import type { KnownPerson } from './snapshot.ts';

/** A message's question, with everything looked up. */
export interface Question {
  readonly trusted: boolean;
  readonly fromServer: boolean;
  readonly isIdentify: boolean;
  readonly visitor: string | undefined;
  readonly at: number;
  readonly keys: Keys;
  /** Who the visitor is at that moment. */
  readonly current: KnownPerson | undefined;
  /** Whose cart or order it is. */
  readonly joined: KnownPerson | undefined;
  /** Whose link token an unknown visitor came by. */
  readonly invited: KnownPerson | undefined;
  readonly owner: (key: PersonKey) => KnownPerson | undefined;
  readonly emailChange: NonNullable<IdentityPolicy['emailChange']>;
}

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

/** Where the shop takes another address for a change of address: of one whom no trusted source has named otherwise. */
const mayChangeEmail = ({ emailChange, isIdentify }: Question, person: KnownPerson): boolean =>
  emailChange === 'same_person' && isIdentify && person.userId === undefined && !person.trusted.includes('email');

const byEmail = (question: Question): KnownPerson | undefined => {
  const { current, owner } = question;
  const known = owner('email');
  if (known || !current) return known;
  return mayGainEmail(question, current) || mayChangeEmail(question, current) ? current : undefined;
};

export type Target =
  { readonly kind: 'known'; readonly person: KnownPerson } | { readonly kind: 'new' } | { readonly kind: 'unknown' };

const known = (person: KnownPerson | undefined, otherwise: 'new' | 'unknown'): Target =>
  person ? { kind: 'known', person } : { kind: otherwise };

/** The person that a message is about, by the strongest thing it brings. */
export const targetOf = (question: Question): Target => {
  const { trusted, fromServer, keys, current, joined, invited, owner } = question;
  if (trusted && keys.userId !== undefined) return known(byUserId(question), 'new');
  if (keys.email !== undefined) return known(byEmail(question), 'new');
  // a shop's server speaks of whoever has the number, whichever visitor it names
  if (keys.phone !== undefined)
    return known(fromServer ? (owner('phone') ?? current) : (current ?? owner('phone')), 'new');
  return known(current ?? joined ?? invited, 'unknown');
};
