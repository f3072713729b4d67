/** Reads out of a body that nobody has checked: what is shown may be hostile, old, or quarantined. */
export type Loose = Readonly<Record<string, unknown>>;

/** The object that a value is; an empty one when it is none. */
export const objectOf = (value: unknown): Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {};

/** The list that a value is; an empty one when it is none. */
export const listOf = (value: unknown): readonly Loose[] => (Array.isArray(value) ? value.map(objectOf) : []);

/** A text or a number as text; undefined for all else, and for "". */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

/** A finite number; undefined for all else. */
export const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** A text cut to a length that a line has room for. */
export const short = (text: string, characters: number): string => {
  const all = Array.from(text.slice(0, characters * 2 + 2)); // by characters, not halves of them
  return all.length > characters ? `${all.slice(0, characters - 1).join('')}…` : text;
};
