import { createCollector } from './collect-garbage.ts';
import type { CsvFile } from './csv/open-csv.ts';
import { isHeader } from './csv/columns.ts';
import { beginOf, readRows, type Place, type Row } from './csv/read-rows.ts';
import type { Group } from './draft.ts';
import type { Reader } from './formats/format.ts';

/** A place in a list of files. */
export interface Position extends Place {
  readonly file: number;
}

export const firstPosition = ([file]: readonly CsvFile[]): Position => ({
  file: 0,
  ...(file ? beginOf(file) : { offset: 0, row: 0, line: 1 }),
});

export interface GroupOptions {
  readonly from?: Position;
  /** Called with the digest of each file that was read whole, in order. */
  readonly onDigest?: (digest: string) => void;
}

/** The rows of all files as of one. A header that is repeated within is left out. */
async function* rowsOf(files: readonly CsvFile[], { from, onDigest }: GroupOptions): AsyncGenerator<Row> {
  for (const [index, file] of files.entries()) {
    if (from && index < from.file) continue;
    const place = from && index === from.file ? from : beginOf(file);
    for await (const row of readRows(file, { from: place, ...(onDigest && { onDigest }) })) {
      if (!isHeader(row)) yield row;
    }
  }
}

const isNext = (reader: Reader, group: Group, row: Row): boolean => {
  const [first] = group.rows;
  const [before, now] = [reader.keyOf(first), reader.keyOf(row)];
  return before.mark !== '' && before.mark === now.mark && !(now.isFirst && now.key !== before.key);
};

/** An order with more rows is no order; it would take the memory of all others. */
const MAX_ROWS = 2_000;

/** Some 20 MB of rows. */
const ROWS_PER_COLLECTION = 4_000;

/** Puts rows that stand together and belong together into groups, across the borders of files. */
export async function* groupRows(
  files: readonly CsvFile[],
  reader: Reader,
  options: GroupOptions = {},
): AsyncGenerator<Group> {
  let group: { key: string; rows: [Row, ...Row[]] } | undefined;
  const collectGarbage = createCollector(ROWS_PER_COLLECTION);
  for await (const row of rowsOf(files, options)) {
    collectGarbage();
    if (group && group.rows.length < MAX_ROWS && isNext(reader, group, row)) {
      group.rows.push(row);
      continue;
    }
    if (group) yield group;
    group = { key: reader.keyOf(row).key, rows: [row] };
  }
  if (group) yield group;
}
