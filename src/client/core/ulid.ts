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

/** Ids of one page's life: each begins with a time of its own and ends with `page`. */
export interface Ulids {
  readonly next: () => string;
  /** Keeps the time of the last id for the next page. */
  readonly save: () => void;
  /** What all ids of this page end with, and no other page's: 62 random bits as 16 hexadecimal digits. */
  readonly page: string;
}

/**
 * Makes ULIDs that never run backwards: each has a later millisecond than the one before, so that a clock set back
 * cannot reorder the outbox. The time inside is therefore an order, not a timestamp; and since it is never used twice
 * in a page, the random part is drawn once, which makes ids cheap.
 */
export const createUlids = ({ now, newUuid, get, set }: World): Ulids => {
  let last = Number(get(LAST_KEY));
  const page = newUuid().replace(/-/g, '').slice(-RANDOM_CHARACTERS).toUpperCase();
  return {
    page,
    next: () => ulidTime((last = Math.max(now(), last + 1))) + page,
    save: () => set(LAST_KEY, `${Math.max(last, Number(get(LAST_KEY)))}`), // another tab may be ahead
  };
};
