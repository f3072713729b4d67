import { acceptedKeys, type AcceptedKeys, type Identifiers } from './identifiers.ts';
import type { Absorbed } from '../../store/store.ts';

/** One item of `/api/v2/batch` by which one profile becomes a part of another, for good. */
export interface MergeItem {
  readonly type: 'person';
  readonly action: 'merge';
  readonly primary: Identifiers;
  readonly secondary: Identifiers;
}

/** By what a merge may name a profile: by id or email, not by phone. */
export const mergeKey = ({ id, email }: AcceptedKeys): Identifiers | undefined =>
  id !== undefined ? { id } : email !== undefined ? { email } : undefined;

const mergeItem = (primary: Identifiers, secondary: Identifiers): MergeItem => ({
  type: 'person',
  action: 'merge',
  primary,
  secondary,
});

/** Why a profile that nothing but a phone number names stays where it is. */
export const BY_PHONE_ONLY =
  'Customer.io merges by id or email only, and one of the two is known there by phone alone: merge them in Customer.io';

const isSame = (a: Identifiers, b: Identifiers): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The merges of those who became this person, and why some cannot be made. */
export const mapMerges = (
  primary: Identifiers,
  absorbed: readonly Absorbed[],
): { readonly items: readonly MergeItem[]; readonly refusals: readonly string[] } => {
  const keys = absorbed.map(({ memory }) => mergeKey(acceptedKeys(memory)));
  if ('phone' in primary) return { items: [], refusals: absorbed.map(() => BY_PHONE_ONLY) };
  const items = keys.flatMap((key) => (key && !isSame(key, primary) ? [mergeItem(primary, key)] : []));
  return { items, refusals: keys.flatMap((key) => (key ? [] : [BY_PHONE_ONLY])) };
};

/** The old address becomes a part of the new one: without an id there is no other way to change it. */
export const mapMove = (from: string, to: string): MergeItem => mergeItem({ email: to }, { email: from });
