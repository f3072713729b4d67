const PREFIX = 'whsec_';
const utf8 = new TextEncoder();

/** Standard Webhooks: a secret has 24 to 64 bytes. */
const LEAST_BYTES = 24;
const MOST_BYTES = 64;

const decode = (secret: string): Uint8Array<ArrayBuffer> | undefined => {
  try {
    return Uint8Array.from(atob(secret.slice(PREFIX.length)), (character) => character.charCodeAt(0));
  } catch {
    return undefined; // not base64; the caller says what is expected
  }
};

/** The key of a secret as Standard Webhooks writes one; a TypeError where it is none. */
const keyOf = (secret: string): Uint8Array<ArrayBuffer> => {
  const bytes = secret.startsWith(PREFIX) ? decode(secret) : undefined;
  if (bytes && bytes.length >= LEAST_BYTES && bytes.length <= MOST_BYTES) return bytes;
  throw new TypeError(
    `webhook: secret: a text of ${secret.length} characters came; expected "${PREFIX}" and ${LEAST_BYTES} to ${MOST_BYTES} bytes in base64`,
  );
};

/** What is signed: the id and the time beside the body, so that neither can be exchanged. */
export interface Signed {
  readonly id: string;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly body: string;
}

/** Makes the value of `webhook-signature`. */
export type Sign = (message: Signed) => Promise<string>;

/** A signer by Standard Webhooks, scheme v1: HMAC-SHA256 in base64, one signature for each secret. */
export const createSigner = (secrets: readonly string[]): Sign => {
  const keys = secrets.map((secret) =>
    crypto.subtle.importKey('raw', keyOf(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
  );
  return async ({ id, timestamp, body }) => {
    const data = utf8.encode(`${id}.${timestamp}.${body}`);
    const signatures = await Promise.all(
      keys.map(async (key) => new Uint8Array(await crypto.subtle.sign('HMAC', await key, data))),
    );
    return signatures.map((bytes) => `v1,${btoa(String.fromCharCode(...bytes))}`).join(' ');
  };
};
