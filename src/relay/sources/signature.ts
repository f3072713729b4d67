import { sameText } from '../same-text.ts';

const utf8 = new TextEncoder();

/** Bytes to sign: texts and bytes, one behind the other. */
export const bytesOf = (...parts: readonly (string | Uint8Array)[]): Uint8Array<ArrayBuffer> => {
  const all = parts.map((part) => (typeof part === 'string' ? utf8.encode(part) : part));
  const bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  all.reduce((offset, part) => (bytes.set(part, offset), offset + part.length), 0);
  return bytes;
};

const base64 = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** How a signature is written. */
export type Encoding = 'base64' | 'hex';

const encode = (bytes: Uint8Array, encoding: Encoding): string => (encoding === 'hex' ? hex(bytes) : base64(bytes));

/** HMAC-SHA256 over bytes as they came. A secret is a text, unless its platform writes it in base64. */
export const hmacOf = async (
  secret: string | Uint8Array<ArrayBuffer>,
  bytes: Uint8Array<ArrayBuffer>,
  encoding: Encoding,
): Promise<string> => {
  const raw = typeof secret === 'string' ? utf8.encode(secret) : secret;
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return encode(new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes)), encoding);
};

/** SHA-256, for the scheme that is no HMAC. */
export const digestOf = async (bytes: Uint8Array<ArrayBuffer>, encoding: Encoding): Promise<string> =>
  encode(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), encoding);

/** Longer than any signature. */
const MAX_CHARACTERS = 500;

/** Whether any of the secrets gives what came; all are tried, so that the time taken tells nothing. */
export const isSignedBy = async (
  given: string | null | undefined,
  secrets: readonly string[],
  sign: (secret: string) => Promise<string>,
): Promise<boolean> => {
  if (!given || given.length > MAX_CHARACTERS) return false;
  const expected = await Promise.all(secrets.map(sign));
  return expected.reduce((found, signature) => sameText(given.trim(), signature) || found, false);
};

/** Whether a token that came is one of the secrets. */
export const isToken = (given: unknown, secrets: readonly string[]): boolean =>
  typeof given === 'string' &&
  given.length <= MAX_CHARACTERS &&
  secrets.reduce((found, secret) => sameText(given, secret) || found, false);

/** One secret, or the old and the new one while they are exchanged. */
export type Secrets = string | readonly string[];

/** The secrets of a source; a TypeError that names the option where there is none. Never says what came. */
export const secretsOf = (source: string, secrets: Secrets | undefined, option = 'secret'): readonly string[] => {
  const all = typeof secrets === 'string' ? [secrets] : (secrets ?? []);
  if (all.length > 0 && all.every((secret) => typeof secret === 'string' && secret.length >= LEAST_CHARACTERS))
    return all;
  throw new TypeError(
    `${source}: ${option}: ${all.length === 0 ? 'nothing came' : `a text of fewer than ${LEAST_CHARACTERS} characters came`}; ` +
      `expected the platform's own signing secret, or a list of the old and the new one while they are exchanged`,
  );
};

/** Shorter ones can be tried out. */
const LEAST_CHARACTERS = 8;
