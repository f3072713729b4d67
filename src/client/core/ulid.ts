/** Crockford's base 32: digits and letters without I, L, O, U (ULID specification). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;
const RANDOM_CHARACTERS = 16;

/**
 * Makes ULIDs that never run backwards: each has a later millisecond than the one before, so that a clock set back
 * cannot reorder the outbox. The time inside is therefore an order, not a timestamp.
 * @param last the last time used, kept over page loads by the caller.
 */
export const createUlid = (
  now: () => number,
  randomBytes: (count: number) => Uint8Array,
  last: number,
): { next: () => string; last: () => number } => ({
  next: () => {
    last = Math.max(now(), last + 1);
    let id = '';
    for (let rest = last, i = 0; i < TIME_CHARACTERS; i++, rest = Math.floor(rest / 32))
      id = alphabet.charAt(rest % 32) + id;
    for (const byte of randomBytes(RANDOM_CHARACTERS)) id += alphabet.charAt(byte % 32);
    return id;
  },
  last: () => last,
});
