import type { World } from './ports.ts';

const TIME_CHARACTERS = 10;
const RANDOM_CHARACTERS = 16;
/** The time of the last id, for all tabs and reloads. */
const LAST_KEY = 'cl_time';

/** From JavaScript's digits of base 32 to Crockford's, which leave out I, L, O and U (ULID specification); the order stays. */
const crockford = (digits: string): string =>
  digits.replace(/[i-v]/g, (digit) => 'jkmnpqrstvwxyz'.charAt(parseInt(digit, 32) - 18)).toUpperCase();

/** The part of a ULID that says when, for a time in Unix ms. Ids made before it are smaller. */
export const ulidTime = (time: number): string => crockford(time.toString(32).padStart(TIME_CHARACTERS, '0'));

/**
 * Makes ULIDs that never run backwards: each has a later millisecond than the one before, so that a clock set back
 * cannot reorder the outbox. The time inside is therefore an order, not a timestamp.
 */
export const createUlid = ({ now, randomBytes, get, set }: World): { next: () => string; save: () => void } => {
  let last = Number(get(LAST_KEY));
  return {
    next: () => {
      last = Math.max(now(), last + 1);
      return (
        ulidTime(last) +
        crockford(Array.from(randomBytes(RANDOM_CHARACTERS), (byte) => (byte % 32).toString(32)).join(''))
      );
    },
    save: () => set(LAST_KEY, `${Math.max(last, Number(get(LAST_KEY)))}`), // another tab may be ahead
  };
};
