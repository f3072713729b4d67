import { decide } from '../../identity/decide.ts';
import { visitorOf } from '../../identity/keys.ts';
import { withheldReason } from '../../identity/withhold.ts';
import type { AppendBatch, NewMessage, Outcome } from '../store.ts';
import { businessKeyHolder, takeBusinessKey, takeMessageKey } from './dedupe.ts';
import { applyEffects } from './effects.ts';
import { addToProfile } from './facts.ts';
import { wakeLanes } from './lanes.ts';
import { addDropReport, addQuarantined } from './quarantine.ts';
import { readSnapshot } from './persons.ts';
import { insertMessage, insertOutbox, withholdRows } from './messages.ts';
import { count, type Tables } from './tables.ts';
import { wakeVisitor } from './visitor-lane.ts';

const rememberVisitor = (tables: Tables, input: NewMessage): void => {
  const visitor = visitorOf(input);
  if (visitor === undefined) return;
  const text = 'insert into visitors (anonymous_id, first_seen_at) values (?, ?) on conflict do nothing';
  if (tables.sql.run(text, visitor, input.receivedAt)) count(tables, 'visitors');
};

/**
 * Why a message is not the one that stands for its business key. One that is itself withheld never takes the key;
 * one of a known person takes it from one that is still held, which nobody could deliver.
 */
const businessDuplicate = (
  tables: Tables,
  { businessKey, withheld }: NewMessage,
  person?: string,
): string | undefined => {
  if (businessKey === undefined || withheld !== undefined) return undefined;
  const holder = businessKeyHolder(tables, businessKey);
  if (!holder) return undefined;
  if (holder.person !== null || person === undefined) return `${businessKey} was reported before`;
  withholdRows(tables, holder.seq, `${businessKey} was reported again, for a known person`);
  return undefined;
};

/** Stores a message whose id is new: whose it is, what that changes, and what is to be delivered. */
const store = (tables: Tables, input: NewMessage): void => {
  const visitor = visitorOf(input);
  rememberVisitor(tables, input);
  const { person, effects } = decide(readSnapshot(tables, input), input, crypto.randomUUID());
  const touched = applyEffects(tables, effects, input.receivedAt);
  const withheld = withheldReason(input, person) ?? businessDuplicate(tables, input, person);
  const counts = withheld === undefined;
  const seq = insertMessage(tables, input, { person, counts });
  insertOutbox(tables, input, { seq, person, withheld });
  if (counts && input.businessKey !== undefined) takeBusinessKey(tables, input.businessKey, seq);
  if (person !== undefined) {
    addToProfile(tables, person, [{ ...input, counts }], input.receivedAt);
    touched.add(person);
  } else if (visitor !== undefined) wakeVisitor(tables, visitor);
  touched.forEach((lane) => wakeLanes(tables, lane));
};

const appendMessage = (tables: Tables, input: NewMessage): Outcome => {
  const outcome = takeMessageKey(tables, input);
  if (outcome === 'accepted') store(tables, input);
  return outcome;
};

/** The work of one append, to be done within a transaction. */
export const appendBatch = (tables: Tables, { messages, quarantined, dropped }: AppendBatch): readonly Outcome[] => {
  quarantined.forEach((entry) => addQuarantined(tables, entry));
  dropped.forEach((report) => addDropReport(tables, report));
  return messages.map((message) => appendMessage(tables, message));
};
