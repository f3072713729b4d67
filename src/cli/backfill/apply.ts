import type { CsvFile } from './csv/open-csv.ts';
import type { Drafter } from './check-drafts.ts';
import type { Reader } from './formats/format.ts';
import { firstPosition, groupRows, type Position } from './group-rows.ts';
import { writeJournal, type Journal } from './journal.ts';
import { startProgress } from './progress.ts';
import { sendGroups, type Outgoing } from './send/send-groups.ts';
import type { Send } from './send/create-sender.ts';

export interface ApplyOptions {
  readonly files: readonly CsvFile[];
  readonly reader: Reader;
  readonly draft: Drafter;
  readonly send: Send;
  readonly journalPath: string;
  readonly journal: Journal;
  /** How often the files are read: who must not be written to goes in the first reading. */
  readonly phases: number;
  /** Called with each refusal of the relay. */
  readonly onRejected: (messageId: string, reason: string) => void;
}

/** The groups of one phase, from a position on. Those of the other phase only move it. */
async function* outgoing(
  { files, reader, draft }: ApplyOptions,
  phase: number,
  from: Position,
): AsyncGenerator<Outgoing> {
  for await (const group of groupRows(files, reader, { from })) {
    const last = group.rows.at(-1) ?? group.rows[0];
    const drafted = draft(group);
    const isOurs = drafted.kind === 'ready' && drafted.phase === phase;
    const end = { file: files.indexOf(last.file), offset: last.end, row: last.number, line: last.line + 1 };
    yield { messages: isOurs ? (drafted.sealed ?? []) : [], end };
  }
}

const bytesOf = (files: readonly CsvFile[]): number => files.reduce((bytes, { size }) => bytes + size, 0);

const bytesDone = (files: readonly CsvFile[], phase: number, { file, offset }: Position): number =>
  phase * bytesOf(files) + bytesOf(files.slice(0, file)) + offset;

/** Sends what is not yet sent, and notes after each answer how far it has come. Returns the journal at its end. */
export const applyFiles = async (options: ApplyOptions, now: () => number): Promise<Journal> => {
  const { files, send, journalPath, phases, onRejected } = options;
  let { journal } = options;
  const progress = startProgress('sending', 'bytes', bytesOf(files) * phases);
  const note = (next: Partial<Journal>): void => {
    journal = { ...journal, ...next };
    writeJournal(journalPath, journal);
  };
  for (let { phase } = journal; phase < phases; phase += 1) {
    await sendGroups(outgoing(options, phase, journal.position), send, (answer, position) => {
      answer.rejected.forEach(({ messageId, message }) => onRejected(messageId, message));
      note({
        position,
        accepted: journal.accepted + answer.accepted.length,
        duplicates: journal.duplicates + answer.duplicates.length,
        rejected: journal.rejected + answer.rejected.length,
      });
      progress.at(bytesDone(files, phase, position));
    });
    if (phase + 1 < phases) note({ phase: phase + 1, position: firstPosition(files) });
  }
  note({ phase: phases - 1, finishedAt: now() });
  progress.end();
  return journal;
};
