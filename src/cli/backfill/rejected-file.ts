import { createWriteStream, rmSync } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { csvLine } from './csv/csv-line.ts';
import type { Group } from './draft.ts';

/** The rows that were refused, as they came, each with its reason. */
export interface RejectedFile {
  readonly path: string;
  readonly add: (group: Group, reason: string) => Promise<void>;
  /** Returns how many rows it holds; without any there is no file. */
  readonly close: () => Promise<number>;
}

/** "orders.csv" → "orders.rejected.csv". */
export const rejectedPath = (path: string): string => `${path.replace(/\.csv$/i, '')}.rejected.csv`;

/** Begins a file of refused rows beside the first file; the one of an earlier run is replaced. */
export const createRejectedFile = (path: string, header: readonly string[]): RejectedFile => {
  rmSync(path, { force: true });
  let stream: ReturnType<typeof createWriteStream> | undefined;
  let rows = 0;
  const begin = (): NonNullable<typeof stream> => {
    const begun = createWriteStream(path);
    begun.write(csvLine([...header, 'row', 'reason']));
    return begun;
  };
  return {
    path,
    add: async (group, reason) => {
      stream ??= begin();
      for (const { cells, number } of group.rows) {
        rows += 1;
        const filled = header.map((_, index) => cells[index] ?? '');
        if (!stream.write(csvLine([...filled, String(number), reason]))) await once(stream, 'drain');
      }
    },
    close: async () => {
      if (stream) {
        stream.end();
        await finished(stream);
      }
      return rows;
    },
  };
};
