import type { Json } from './model.ts';

/** Why a request or an item of a batch is refused; `statement` is the line of the conformance list that it breaks. */
export interface Problem {
  readonly statement: number;
  readonly reason: 'required' | 'invalid';
  readonly field: string;
  readonly message: string;
}

export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

export const parsed = <T>(value: T): Parsed<T> => ({ ok: true, value });

export const required = (statement: number, field: string): Problem => ({
  statement,
  reason: 'required',
  field,
  message: 'is required',
});

export const invalid = (statement: number, field: string, message: string): Problem => ({
  statement,
  reason: 'invalid',
  field,
  message,
});

export const refused = (
  ...problems: readonly Problem[]
): { readonly ok: false; readonly problems: readonly Problem[] } => ({
  ok: false,
  problems,
});

/** The value, unless there are problems with it. */
export const unless = <T>(problems: readonly Problem[], value: () => T): Parsed<T> =>
  problems.length > 0 ? refused(...problems) : parsed(value());

export const problemsOf = (...parts: readonly Parsed<unknown>[]): readonly Problem[] =>
  parts.flatMap((part) => (part.ok ? [] : part.problems));

/** Every part's value by name, or the problems of all parts together. */
export const combine = <T extends Readonly<Record<string, unknown>>>(parts: {
  readonly [Key in keyof T]: Parsed<T[Key]>;
}): Parsed<T> => {
  const entries = Object.entries<Parsed<unknown>>(parts);
  const problems = problemsOf(...entries.map(([, part]) => part));
  if (problems.length > 0) return refused(...problems);
  const values = entries.map(([key, part]) => [key, part.ok ? part.value : undefined]);
  return parsed(Object.fromEntries(values) as T); // same keys, each with its own parsed value
};

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as an error message shows it. */
export const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};
