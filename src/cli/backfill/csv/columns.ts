import { UserError } from '../../problem.ts';
import type { CsvFile } from './open-csv.ts';
import type { Row } from './read-rows.ts';

/** The names under which a field may stand in the header, by field. */
export type FieldNames<F extends string> = Readonly<Record<F, readonly string[]>>;

/** The cells of one file by field. */
export interface Columns<F extends string> {
  readonly has: (field: F) => boolean;
  /** The field's text, trimmed; "" where there is none. */
  readonly cell: (row: Row, field: F) => string;
  /** Columns that nobody asked for, by their names in the header. */
  readonly others: readonly { readonly name: string; readonly index: number }[];
}

/** "Lineitem compare-at price" and "Lineitem compare at price" are one; "(deprecated)" says nothing of what is in it. */
export const plainName = (name: string): string =>
  name
    .replace(/\(deprecated\)/i, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');

/** An apostrophe before what a spreadsheet would take for a number or a formula. */
const guard = /^'(?=[\d+\-=@])/;

export const plainCell = (text: string | undefined): string => (text ?? '').trim().replace(guard, '');

/**
 * Finds the fields of a file by its header. A name that stands there twice is read from the first of its cells that has
 * something in it.
 */
export const findColumns = <F extends string>({ header }: CsvFile, names: FieldNames<F>): Columns<F> => {
  const plain = header.map(plainName);
  const placesOf = (accepted: readonly string[]): readonly number[] =>
    accepted.flatMap((name) => plain.flatMap((given, index) => (given === plainName(name) ? [index] : [])));
  const places = new Map(Object.entries<readonly string[]>(names).map(([field, own]) => [field, placesOf(own)]));
  const known = new Set([...places.values()].flat());
  return {
    has: (field) => (places.get(field)?.length ?? 0) > 0,
    cell: ({ cells }, field) => {
      for (const index of places.get(field) ?? []) {
        const text = plainCell(cells[index]);
        if (text !== '') return text;
      }
      return '';
    },
    others: header.flatMap((name, index) => (known.has(index) ? [] : [{ name: name.trim(), index }])),
  };
};

/** Whether a row is the header once more, as when files were put together. */
export const isHeader = ({ file, cells }: Row): boolean =>
  cells.length === file.header.length &&
  cells.every((cell, index) => plainName(cell) === plainName(file.header[index] ?? ''));

const SHOWN = 12;

const shownHeader = (header: readonly string[]): string =>
  header.length <= SHOWN ? header.join(', ') : `${header.slice(0, SHOWN).join(', ')} … (${header.length} columns)`;

/** Throws a UserError that names the missing columns, what came, and which export was expected. */
export const demandColumns = <F extends string>(
  file: CsvFile,
  columns: Columns<F>,
  { names, required, expected }: { names: FieldNames<F>; required: readonly F[]; expected: string },
): void => {
  const missing = required.filter((field) => !columns.has(field)).map((field) => `"${names[field][0] ?? field}"`);
  if (missing.length === 0) return;
  const word = missing.length === 1 ? 'column' : 'columns';
  throw new UserError(
    `${file.name}: has no ${word} ${missing.join(', ')}; it came with ${shownHeader(file.header)}; expected ${expected}`,
  );
};
