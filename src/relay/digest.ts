const utf8 = new TextEncoder();

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** What of node:crypto is used here. */
interface NodeCrypto {
  readonly hash?: (algorithm: string, data: string | Uint8Array, encoding: 'hex') => string;
}

/** Asked for at run time, so that a runtime without Node's modules has Web Crypto and no bundler a riddle. */
const nodeCrypto = (): NodeCrypto | undefined =>
  (
    globalThis as { process?: { getBuiltinModule?: (name: string) => NodeCrypto | undefined } }
  ).process?.getBuiltinModule?.('node:crypto');

let native: NodeCrypto['hash'] | null | undefined;

/**
 * SHA-256 of a text, or of bytes, as 64 lower-case hex digits. Node's own hash where there is one: Web Crypto sends every
 * message to a thread and back, which costs ten times as much as the hashing.
 */
export const sha256 = async (input: string | Uint8Array<ArrayBuffer>): Promise<string> => {
  native ??= nodeCrypto()?.hash ?? null;
  if (native) return native('sha256', input, 'hex');
  return hex(await crypto.subtle.digest('SHA-256', typeof input === 'string' ? utf8.encode(input) : input));
};

/** HMAC-SHA256 of a text as 64 lower-case hex digits. */
export const hmacSha256 = async (secret: string, text: string): Promise<string> => {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', utf8.encode(secret), algorithm, false, ['sign']);
  return hex(await crypto.subtle.sign('HMAC', key, utf8.encode(text)));
};
