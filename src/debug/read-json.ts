export type Loose = Readonly<Record<string, unknown>>;

/** The value as an object whose properties may be looked at; {} for anything else. */
export const objectOf = (value: unknown): Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {};

/** The objects in a list; [] for anything else. */
export const listOf = (value: unknown): readonly Loose[] => (Array.isArray(value) ? value.map(objectOf) : []);

/** Text with something in it, or a number as text. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? `${value}` || undefined : undefined;

/** Reads JSON that others may have written; undefined when it is none. */
export const parseJson = (text: string | null | undefined): unknown => {
  try {
    return JSON.parse(text ?? '') as unknown;
  } catch {
    return undefined; // absent, cut off, or not ours
  }
};
