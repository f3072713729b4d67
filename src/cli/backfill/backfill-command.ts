import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { definePlan } from '../../schema.ts';
import { UserError } from '../problem.ts';
import { applyFiles } from './apply.ts';
import { emptyCatalogue, readCatalogue } from './catalogue.ts';
import { createDrafter } from './check-drafts.ts';
import { checkFiles, type CheckedFiles } from './check-files.ts';
import { openCsv, type CsvFile } from './csv/open-csv.ts';
import { createReader } from './formats/format.ts';
import { firstPosition } from './group-rows.ts';
import { demandSame, journalPath, readJournal, removeJournal, type Journal } from './journal.ts';
import { readOptions, type BackfillCommandOptions, type BackfillOptions } from './options.ts';
import { startProgress } from './progress.ts';
import { reportJson, reportText, type Report } from './report.ts';
import { createSeen, type Seen } from './seen.ts';
import { createSender } from './send/create-sender.ts';
import { targetOf, type Target } from './send/target.ts';
import type { Drafter } from './check-drafts.ts';
import type { Reader } from './formats/format.ts';

const PATIENCE_MS = 10 * 60_000;
const FIRST_PATIENCE_MS = 10_000;
const whole = new Intl.NumberFormat('en');

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const warn = (text: string): void => void process.stderr.write(`${text}\n`);

/** When the platform wrote the files: of the journal, where a run goes on; as told; else when they were last changed. */
const exportTime = async (
  files: readonly CsvFile[],
  told: number | undefined,
  journal: Journal | undefined,
): Promise<number> => {
  if (journal || told !== undefined) return journal?.exportedAt ?? told ?? 0;
  const times = await Promise.all(files.map(async ({ path }) => (await stat(path)).mtimeMs));
  return Math.floor(Math.min(Date.now(), ...times));
};

const confirmPaused = async (options: BackfillCommandOptions): Promise<void> => {
  if (options.campaignsPaused) return;
  if (!process.stdin.isTTY)
    throw new UserError(
      '--campaigns-paused: nothing came; expected it once the campaigns by the attributes above are paused',
    );
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await lines.question('Are the campaigns paused that start by these attributes? [y/N] ');
  lines.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new UserError('nothing was sent');
};

interface Work {
  readonly options: BackfillOptions;
  readonly command: BackfillCommandOptions;
  readonly files: readonly CsvFile[];
  readonly reader: Reader;
  readonly draft: Drafter;
  readonly checked: CheckedFiles;
  readonly exportedAt: number;
}

const begin = (work: Work, target: Target, earlier: Journal | undefined): Journal => {
  const { files, checked, exportedAt } = work;
  const own = { relay: target.relay, digests: checked.digests };
  if (earlier) demandSame(journalPath(files[0]?.path ?? ''), earlier, own);
  return (
    earlier ?? {
      version: 1,
      ...own,
      exportedAt,
      phase: 0,
      position: firstPosition(files),
      accepted: 0,
      duplicates: 0,
      rejected: 0,
    }
  );
};

const sayDone = ({ accepted, duplicates, rejected }: Journal): void => {
  say(`The relay has all of it: ${whole.format(accepted)} messages taken, ${whole.format(duplicates)} it had already.`);
  if (rejected > 0)
    say(
      `${whole.format(rejected)} it refused; they stand in its quarantine with their reasons (see the activity page).`,
    );
};

const apply = async (work: Work, earlier: Journal | undefined): Promise<void> => {
  const { command, options, files, reader, draft, checked } = work;
  const target = await targetOf(command);
  const path = journalPath(files[0]?.path ?? '');
  const journal = begin(work, target, earlier);
  if (journal.finishedAt !== undefined) {
    say(
      `Nothing to do: all of it was sent on ${new Date(journal.finishedAt).toISOString()} (${path}). --restart sends it again.`,
    );
    return;
  }
  await confirmPaused(command);
  if (earlier) say(`Going on after row ${whole.format(journal.position.row)}, where an earlier run ended.`);
  const send = createSender({
    target,
    perSecond: options.perSecond,
    patienceMs: PATIENCE_MS,
    firstPatienceMs: FIRST_PATIENCE_MS,
    onWaiting: (reason, ms) => warn(`\nwaiting ${Math.ceil(ms / 1000)} s: ${reason}`),
  });
  const began = Date.now();
  const phases = options.what === 'customers' ? 2 : 1;
  const done = await applyFiles(
    {
      ...{ files, reader, draft, send, journal, phases, journalPath: path },
      onRejected: (messageId, reason) => warn(`\nrefused by the relay: ${messageId}: ${reason}`),
    },
    Date.now,
  );
  sayDone(done);
  const seconds = (Date.now() - began) / 1000;
  const rows = checked.tally.rows - (earlier?.position.row ?? 0);
  say(
    `${whole.format(rows)} rows in ${seconds.toFixed(1)} s: ${whole.format(Math.round(rows / seconds))} rows a second.`,
  );
};

const report = (work: Work, seen: Seen): Report => {
  const { options, files, checked, exportedAt } = work;
  return {
    ...checked.tally,
    what: options.what,
    files: files.map(({ name, size, delimiter }) => ({ name, size, delimiter })),
    persons: seen.persons(),
    exportedAt,
    ...(checked.rejectedPath !== undefined && { rejectedPath: checked.rejectedPath }),
  };
};

const run = async (
  what: string,
  paths: readonly string[],
  command: BackfillCommandOptions,
  seen: Seen,
): Promise<void> => {
  const now = Date.now();
  const options = readOptions(what, command, now);
  const files = await Promise.all(paths.map(openCsv));
  const reader = createReader(options.what, options.format, files);
  const path = journalPath(files[0]?.path ?? '');
  if (command.restart) removeJournal(path);
  const earlier = command.apply ? readJournal(path) : undefined;
  const exportedAt = await exportTime(files, options.exportedAt, earlier);
  const catalogue = command.products === undefined ? emptyCatalogue : await readCatalogue(command.products);
  const { money, utcOffset } = options;
  const terms = { money, catalogue, now, exportedAt, ...(utcOffset !== undefined && { utcOffset }) };
  const draft = createDrafter({ reader, terms, plan: definePlan(), seen });
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const checked = await checkFiles({
    files,
    reader,
    draft,
    seen,
    now,
    progress: startProgress('reading', 'bytes', bytes),
  });
  const work = { options, command, files, reader, draft, checked, exportedAt };
  say(command.json ? reportJson(report(work, seen)) : reportText(report(work, seen)));
  if (command.apply) await apply(work, earlier);
  else if (!command.json) say('This was a dry run: nothing was sent. Send it with --apply.');
};

/** `cartline backfill`: checks files of history, says what becomes of them, and sends them to the relay. Throws UserErrors. */
export const runBackfill = async (
  what: string,
  paths: readonly string[],
  command: BackfillCommandOptions,
): Promise<void> => {
  const seen = createSeen();
  try {
    await run(what, paths, command, seen);
  } finally {
    seen.close();
  }
};
