import type { Identifier } from '../store/erasing.ts';
import { normaliseEmail, normalisePhone } from './keys.ts';

const NAMED = /^(email|userId|phone|anonymousId):(.+)$/s;

const normalised = (key: Identifier['key'], text: string): string | undefined => {
  if (key === 'email') return normaliseEmail(text);
  if (key === 'phone') return normalisePhone(text);
  return text.trim() || undefined;
};

/**
 * Whom a text may mean: an email, a phone number in international form, else a customer id or an anonymous id, in this
 * order. `userId:42` says which. Empty where it can be nobody.
 */
export const readIdentifier = (text: string): readonly Identifier[] => {
  const [, named, rest = ''] = NAMED.exec(text.trim()) ?? [];
  const keys = (named ? [named] : ['email', 'phone', 'userId', 'anonymousId']) as Identifier['key'][]; // the pattern's own words
  const found = keys.flatMap((key) => {
    const value = normalised(key, named ? rest : text);
    return value === undefined ? [] : [{ key, value }];
  });
  const certain = found.find(({ key }) => key === 'email' || key === 'phone');
  return certain ? [certain] : found;
};

/** "email a@x.co" */
export const writeIdentifier = ({ key, value }: Identifier): string => `${key}:${value}`;
