import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse, type InfoRecord, type Options } from 'csv-parse';
import { UserError } from '../../problem.ts';
import { ROW_ENDS, type CsvFile } from './open-csv.ts';

/** One row. `end` is the byte after it, `line` the line in which it begins; the header is row 0. */
export interface Row {
  readonly file: CsvFile;
  readonly number: number;
  readonly line: number;
  readonly end: number;
  readonly cells: readonly string[];
}

/** Where to go on: after this many rows and bytes. */
export interface Place {
  readonly offset: number;
  readonly row: number;
  readonly line: number;
}

interface Read {
  readonly cells: string[];
  readonly bytes: number;
  readonly lines: number;
}

const withPlace = (cells: string[], { bytes, lines }: InfoRecord): Read => ({ cells, bytes, lines });

/** A cell that goes on for a megabyte is a quotation mark that nobody closed. */
const MAX_ROW_CHARACTERS = 1_000_000;

export const beginOf = (file: CsvFile): Place => ({ offset: file.begin, row: 0, line: 2 });

/** Bytes as they come, refused where they are no UTF-8; `onDigest` gets the file's SHA-256 when it was read whole. */
async function* checkedBytes(
  { path, name }: CsvFile,
  start: number,
  onDigest: (digest: string) => void,
): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const hash = createHash('sha256');
  let offset = start;
  for await (const chunk of createReadStream(path, { start }) as AsyncIterable<Buffer>) {
    try {
      decoder.decode(chunk, { stream: true });
    } catch {
      throw new UserError(
        `${name}: is not UTF-8 (between bytes ${offset} and ${offset + chunk.length}); save it as "CSV UTF-8", or export it again`,
      );
    }
    hash.update(chunk);
    offset += chunk.length;
    yield chunk;
  }
  onDigest(hash.digest('hex'));
}

const explain = ({ name }: CsvFile, error: unknown, line: number): unknown => {
  if (!(error instanceof CsvError)) return error;
  const where = `${name}, line ${line}`;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE')
    return new UserError(`${where}: a quotation mark is opened and not closed; mend the row, or export the file again`);
  return new UserError(`${where}: ${error.message}`);
};

export interface ReadOptions {
  readonly from?: Place;
  /** Called with the SHA-256 of what was read, at its end. */
  readonly onDigest?: (digest: string) => void;
}

/** Reads rows one by one, as slowly as they are taken. Throws UserErrors. */
export async function* readRows(file: CsvFile, options: ReadOptions = {}): AsyncGenerator<Row> {
  const { from = beginOf(file), onDigest = () => undefined } = options;
  let { row: number, line } = from;
  const parser = parse({
    delimiter: file.delimiter,
    record_delimiter: ROW_ENDS,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_CHARACTERS,
    on_record: withPlace as unknown as NonNullable<Options['on_record']>, // its type knows lists of texts only
  });
  // errors come out of the iteration below
  pipeline(Readable.from(checkedBytes(file, from.offset, onDigest), { objectMode: false }), parser, () => undefined);
  try {
    for await (const read of parser as AsyncIterable<Read>) {
      number += 1;
      yield { file, number, line, end: from.offset + read.bytes, cells: read.cells };
      line = from.line + read.lines;
    }
  } catch (error) {
    throw explain(file, error, line);
  }
}
