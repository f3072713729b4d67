import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { UserError } from '../../problem.ts';

/** A file of which the first line was read. Offsets are bytes. */
export interface CsvFile {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  readonly delimiter: string;
  readonly header: readonly string[];
  /** Where the rows begin. */
  readonly begin: number;
}

/** A header of 200 columns has some 4 kB. */
const HEAD_BYTES = 65_536;
const DELIMITERS = [',', ';', '\t'] as const;
/** Shopify writes \n; what went through a spreadsheet has \r\n, or on an old Mac \r. */
export const ROW_ENDS: string[] = ['\r\n', '\n', '\r'];

const UTF8_HINT = 'save it as "CSV UTF-8", or export it again and do not open it in a spreadsheet in between';

/** What the first bytes of other things look like. */
const foreign: readonly (readonly [RegExp, string])[] = [
  [/^(fffe|feff)/, `is UTF-16; expected UTF-8: ${UTF8_HINT}`],
  [/^504b0304/, 'is a zip archive or a spreadsheet (.xlsx); expected CSV: unpack it, or export it as CSV'],
  [/^d0cf11e0/, 'is an old spreadsheet (.xls); expected CSV: export it as CSV'],
  [/^1f8b/, 'is compressed; expected CSV: unpack it'],
  [/^(efbbbf)?(7b|5b)/, 'looks like JSON; expected CSV with a header line'],
];

const readHead = async (path: string): Promise<{ head: Buffer; size: number }> => {
  const facts = await stat(path).catch(() => undefined);
  if (!facts) throw new UserError(`${path}: there is no such file`);
  if (!facts.isFile()) throw new UserError(`${path}: is no file; expected a CSV file`);
  if (facts.size === 0) throw new UserError(`${path}: is empty; expected CSV with a header line`);
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(HEAD_BYTES, facts.size)), 0);
    return { head: buffer.subarray(0, bytesRead), size: facts.size };
  } finally {
    await file.close();
  }
};

interface Header {
  readonly cells: readonly string[];
  readonly bytes: number;
}

const headerWith = (head: Buffer, delimiter: string): Header => {
  const options = { delimiter, bom: true, to: 1, info: true, relax_quotes: true, record_delimiter: ROW_ENDS };
  const [first] = parse(head, options) as unknown as { record: string[]; info: { bytes: number } }[]; // the shape that `info` gives
  return { cells: first?.record ?? [], bytes: first?.info.bytes ?? 0 };
};

/** Opens a CSV file and reads its header. Throws UserErrors for what is no CSV in UTF-8. */
export const openCsv = async (path: string): Promise<CsvFile> => {
  const { head, size } = await readHead(path);
  const start = head.subarray(0, 8).toString('hex');
  const other = foreign.find(([pattern]) => pattern.test(start));
  if (other) throw new UserError(`${path}: ${other[1]}`);
  try {
    const headers = DELIMITERS.map((delimiter) => ({ delimiter, ...headerWith(head, delimiter) }));
    const [best] = headers.toSorted((a, b) => b.cells.length - a.cells.length);
    if (!best || best.cells.length < 2) throw new Error('no columns');
    return { path, name: basename(path), size, delimiter: best.delimiter, header: best.cells, begin: best.bytes };
  } catch {
    throw new UserError(`${path}: has no header line; expected the names of the columns in the first line`);
  }
};
