import { beginning } from '../../schema/shown.ts';
import { isRecord } from '../record.ts';
import { hasLink, isOwnAddress } from './links.ts';

/** What guarding found: where, and what was done about it. Values stay out: the rows are shown. */
export interface Guarded {
  readonly value: unknown;
  /** The first text that must not be there and cannot be left out: a JSON pointer. */
  readonly refused: string | undefined;
  readonly removed: readonly string[];
}

export interface GuardRules {
  /** Hosts that links and images may point to. */
  readonly hosts: readonly string[];
  /** Keys without which the message would be none. */
  readonly required: ReadonlySet<string>;
}

/** Texts of products go into mails; a name has room in this (Shopify's own limit of a title). */
const MAX_CHARACTERS = 255;
const GONE = Symbol('removed');

const addressKey = /(^|_)url$/i;
/** Shopify's ids look like addresses, and are none. */
const shopifyId = /^gid:\/\/shopify\/\w+\/\w+$/;

const cut = (text: string): string => beginning(text, MAX_CHARACTERS);

const isHarmless = (key: string, text: string, hosts: readonly string[]): boolean => {
  if (addressKey.test(key)) return text === '' || isOwnAddress(text, hosts);
  return !hasLink(text) || isOwnAddress(text, hosts) || shopifyId.test(text);
};

/**
 * Takes from a page's own words what could turn the shop's mail into somebody else's: links to other hosts, texts with a link
 * or markup in them. Texts are cut to 255 characters.
 */
export const guardTexts = (input: Record<string, unknown>, rules: GuardRules, path: string): Guarded => {
  const removed = new Set<string>();
  let refused: string | undefined;

  const guardText = (given: string, key: string, pointer: string): unknown => {
    const text = addressKey.test(key) ? given : cut(given);
    if (!isHarmless(key, text, rules.hosts)) {
      if (rules.required.has(key)) refused ??= pointer;
      removed.add(addressKey.test(key) ? `${key}: another host` : `${key}: a link in the text`);
      return GONE;
    }
    if (text !== given) removed.add(`${key}: text over ${MAX_CHARACTERS} characters`);
    return text;
  };

  const guard = (value: unknown, key: string, pointer: string): unknown => {
    if (typeof value === 'string') return guardText(value, key, pointer);
    if (Array.isArray(value))
      return value.map((item, index) => guard(item, key, `${pointer}/${index}`)).filter((item) => item !== GONE);
    return isRecord(value) ? guardRecord(value, pointer) : value;
  };

  const guardRecord = (record: Readonly<Record<string, unknown>>, pointer: string): Record<string, unknown> => {
    const guarded: Record<string, unknown> = {};
    for (const name of Object.keys(record)) {
      const inner = guard(record[name], name, `${pointer}/${name}`);
      if (inner !== GONE) guarded[name] = inner;
    }
    return guarded;
  };

  const value = guard(input, '', path);
  return { value, refused, removed: [...removed] };
};
