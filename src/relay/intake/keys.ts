import type { MoneySource } from '../normalise/money.ts';
import { sameText } from '../same-text.ts';
import type { Rate } from './rate/token-buckets.ts';
import { refuse, pass, type Step } from './refusal.ts';

/**
 * `write`: public, stands in a page, limited. `server`: secret, trusted. `pixel`: a write key that may come with
 * `Origin: null`, as Shopify's custom pixels send it.
 */
export type KeyKind = 'write' | 'server' | 'pixel';

/** A key that may send into the relay. */
export interface RelayKey {
  readonly key: string;
  readonly kind: KeyKind;
  /** Who sends; outlives the rotation of keys. Default: "browser", "server" or "pixel", by kind. */
  readonly source?: string;
  /** Origins that a browser may send from, such as "https://shop.example". Default: any for write and pixel keys, none for server keys. */
  readonly origins?: readonly string[];
  /** How this source writes money, where that is not in major units. Default "major". It holds for all that comes with the key. */
  readonly money?: MoneySource;
  /** Events that the key may send, and the types "page" and "identify". Default: all that its kind may. */
  readonly events?: readonly string[];
  /** Messages that may come with it. Default: of public keys `limits.perKey`, of server keys no limit. */
  readonly rate?: Rate | false | undefined;
}

const defaultSources: Readonly<Record<KeyKind, string>> = { write: 'browser', server: 'server', pixel: 'pixel' };

/** The source that a key stands for. */
export const sourceOf = (key: RelayKey): string => key.source ?? defaultSources[key.kind];

/** Finds the key without telling by its time how near a wrong one came: every key is compared, to its end. */
export const findKey = (keys: readonly RelayKey[], given: string): RelayKey | undefined => {
  let found: RelayKey | undefined;
  for (const key of keys) if (sameText(given, key.key)) found = key;
  return found;
};

/** The longest key that is looked at. */
const MAX_KEY_CHARACTERS = 200;

/** HTTP Basic (RFC 7617): the key is the user name, the password stays empty. */
const fromBasic = (header: string | null): string | undefined => {
  const encoded = /^basic +([\w+/=-]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  try {
    return atob(encoded).split(':')[0];
  } catch {
    return ''; // not base64: a key came, and no key is empty
  }
};

/** The key that a request carries outside its body, so that a wrong one is refused before the body is read. */
export const keyInHead = (request: Request): string | undefined =>
  fromBasic(request.headers.get('authorization')) ?? new URL(request.url).searchParams.get('writeKey') ?? undefined;

/** Authenticates by the key that came; 401 when none came or nobody knows it. */
export const authenticate = (keys: readonly RelayKey[], given: string | undefined): Step<RelayKey> => {
  const ways = 'HTTP Basic with the key as user name, "writeKey" in the body, or ?writeKey=';
  if (!given) return refuse(401, 'no_key', `the request came without a key; send it by ${ways}`);
  const key = given.length <= MAX_KEY_CHARACTERS ? findKey(keys, given) : undefined;
  const hint = 'compare it with "keys" in the configuration of the relay';
  return key ? pass(key) : refuse(401, 'unknown_key', `the relay does not know the key that came; ${hint}`);
};
