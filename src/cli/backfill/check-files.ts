import type { CsvFile } from './csv/open-csv.ts';
import type { Drafter } from './check-drafts.ts';
import type { Reader } from './formats/format.ts';
import { groupRows } from './group-rows.ts';
import { createRejectedFile, rejectedPath } from './rejected-file.ts';
import type { Seen } from './seen.ts';
import { createTally, type Tally } from './tally.ts';
import type { Progress } from './progress.ts';

export interface CheckedFiles {
  readonly tally: Tally;
  readonly digests: readonly string[];
  /** Where the refused rows are; undefined when there are none. */
  readonly rejectedPath?: string;
}

export interface CheckOptions {
  readonly files: readonly CsvFile[];
  readonly reader: Reader;
  readonly draft: Drafter;
  readonly seen: Seen;
  readonly now: number;
  readonly progress: Progress;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

/** Bytes of all files before each. */
const offsetsOf = (files: readonly CsvFile[]): ReadonlyMap<CsvFile, number> =>
  new Map(files.map((file, index) => [file, sum(files.slice(0, index).map(({ size }) => size))]));

const headerOf = (files: readonly CsvFile[]): readonly string[] => {
  const [first] = files;
  return first?.header ?? [];
};

/** Reads all files once, counts what becomes of them, and writes what is refused beside the first. Sends nothing. */
export const checkFiles = async (options: CheckOptions): Promise<CheckedFiles> => {
  const { files, reader, draft, seen, now, progress } = options;
  const digests: string[] = [];
  const tally = createTally(now);
  const rejected = createRejectedFile(rejectedPath(files[0]?.path ?? ''), headerOf(files));
  const offsets = offsetsOf(files);
  for await (const group of groupRows(files, reader, { onDigest: (digest) => void digests.push(digest) })) {
    const drafted = draft(group);
    tally.add(group, drafted);
    if (drafted.kind === 'ready') seen.person(drafted.person);
    if (drafted.kind === 'refused') await rejected.add(group, drafted.reason);
    const [{ file, end }] = group.rows;
    progress.at((offsets.get(file) ?? 0) + end);
  }
  progress.end();
  const rows = await rejected.close();
  return { tally: tally.close(), digests, ...(rows > 0 && { rejectedPath: rejected.path }) };
};
