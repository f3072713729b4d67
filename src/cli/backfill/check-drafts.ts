import { checkMessage, limits, type Plan } from '../../schema.ts';
import { refused, type Draft, type Group, type HistoryMessage, type Sealed } from './draft.ts';
import type { Reader } from './formats/format.ts';
import type { Terms } from './formats/terms.ts';
import { asHistory } from './history-message.ts';
import type { Seen } from './seen.ts';

/** Makes of a group what becomes of it: the same at every reading of the same file. */
export type Drafter = (group: Group) => Draft;

export interface DrafterOptions {
  readonly reader: Reader;
  readonly terms: Terms;
  readonly plan: Plan;
  readonly seen: Seen;
}

const problemOf = (message: HistoryMessage, json: string, plan: Plan): string | undefined => {
  const bytes = Buffer.byteLength(json);
  if (bytes > limits.messageBytes)
    return `it would have ${bytes} bytes as a message; expected at most ${limits.messageBytes}: it has too many lines`;
  const checked = checkMessage(message, plan);
  return checked.ok ? undefined : checked.problem.message;
};

const placeOf = ({ rows: [{ file, number }] }: Group): string => `${file.name}, row ${number}`;

const twice = (group: Group, first: string): Draft =>
  refused(
    'twice in the file',
    `${group.key} stands in ${first} already, and again in ${placeOf(group)}; expected its rows together: sort the file by it, or remove one`,
  );

const tooWide = ({ rows }: Group): Draft | undefined => {
  const row = rows.find(({ cells, file }) => cells.length > file.header.length);
  if (!row) return undefined;
  const { number, cells, file } = row;
  return refused(
    'number of cells',
    `row ${number} has ${cells.length} cells; expected ${file.header.length}, as the header has: a cell with "${file.delimiter}" in it needs quotation marks`,
  );
};

/** Drafts groups, marks their messages, and checks them by the plan, as the relay will. */
export const createDrafter = ({ reader, terms, plan, seen }: DrafterOptions): Drafter => {
  return (group) => {
    const draft = tooWide(group) ?? reader.draft(group, terms);
    if (draft.kind !== 'ready') return draft;
    const first = seen.first(group.key, placeOf(group));
    if (first !== placeOf(group)) return twice(group, first);
    const sealed: Sealed[] = [];
    for (const bare of draft.messages) {
      const message = asHistory(bare, terms.exportedAt);
      const json = JSON.stringify(message); // once: a long file makes much of it
      const problem = problemOf(message, json, plan);
      if (problem !== undefined) return refused('the plan', problem);
      sealed.push({ messageId: message.messageId, json });
    }
    return { ...draft, sealed };
  };
};
