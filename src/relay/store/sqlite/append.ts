import { decide } from '../../identity/decide.ts';
import { isHistory } from '../../identity/history.ts';
import { joinKeysOf } from '../../identity/join-keys.ts';
import { keysOf } from '../../identity/keys.ts';
import { withheldReason } from '../../identity/withhold.ts';
import type { AppendBatch, NewMessage, Outcome } from '../store.ts';
import { addDrift } from './drift.ts';
import { takeBusinessKey } from './business-keys.ts';
import { noteIntent, resolveCart } from './carts.ts';
import { takeMessageKey } from './dedupe.ts';
import { applyEffects } from './effects.ts';
import { wakeLanes } from './lanes.ts';
import { insertMessage, insertOutbox, withholdRows } from './messages.ts';
import { momentOf, pushLater } from './moments.ts';
import { applyToOrder, closeByOrder } from './orders.ts';
import { addToProfile, refreshPerson } from './persons.ts';
import { addDropReport, addQuarantined } from './quarantine.ts';
import { readSnapshot } from './snapshot.ts';
import { noteSeen } from './tabs.ts';
import { count, type Tables } from './tables.ts';
import { isErased, isErasedRefusal } from './tombstones.ts';
import { wakeVisitor } from './visitor-lane.ts';
import { joinVisitor, takeVisitor } from './visitors.ts';
import { handOverOfOrder } from './waiting.ts';

/** A message with all that was found out about it. `occurredAt` is its moment. */
interface Placed {
  readonly input: NewMessage;
  readonly person: string | undefined;
  readonly visitor: string | undefined;
}

/** What a message says of carts and orders: known to all persons who have to do with them. */
const noteTrade = (tables: Tables, { input, person, visitor }: Placed, counts: boolean): string[] => {
  const { message, occurredAt: at } = input;
  const fromServer = input.fromServer === true;
  const used = noteIntent(tables, { message, at, person, visitor });
  const report = { message, at, fromServer, person, visitor };
  const { cartId, touched } = closeByOrder(tables, report);
  if (person === undefined) return [...used, ...touched];
  const ordered = counts ? applyToOrder(tables, report, cartId) : [];
  const { orderId } = joinKeysOf(message);
  const waiting = fromServer && orderId !== undefined ? handOverOfOrder(tables, { orderId, cartId }, person) : [];
  return [...used, ...touched, ...ordered, ...waiting];
};

/** Stores the message itself; returns whether it counts in totals, which a second report of an order from a page does not. */
const place = (tables: Tables, occurredAt: number, { input, person, visitor }: Placed): boolean => {
  const withheld = withheldReason(input, person);
  const keys = keysOf(input);
  const byLink = keys.email === undefined && keys.phone === undefined && !(input.trusted && keys.userId !== undefined);
  const counts = withheld === undefined;
  const moment = input.occurredAt;
  const cartId = resolveCart(tables, joinKeysOf(input.message));
  const seq = insertMessage(tables, { ...input, occurredAt }, { person, visitor, byLink, moment, counts, cartId });
  insertOutbox(tables, input, { seq, person, visitor, moment, withheld });
  const { businessKey, fromServer = false } = input;
  if (!counts || businessKey === undefined || person === undefined) return counts;
  const isLate = isHistory(input.message);
  const duplicate = takeBusinessKey(tables, { seq, businessKey, person, fromServer, isHistory: isLate });
  if (duplicate !== undefined) withholdRows(tables, seq, duplicate);
  // a server's report of an order that a page has reported before is not sent again, but its values win
  return duplicate === undefined || (fromServer && businessKey.startsWith('order_completed'));
};

/** Stores a message whose id is new: whose it is, what that changes, and what is to be delivered. */
const store = (tables: Tables, original: NewMessage): void => {
  const { receivedAt } = original;
  const visitor = takeVisitor(tables, original);
  const input = { ...original, occurredAt: momentOf(tables, original) };
  const decision = decide(readSnapshot(tables, input, visitor), input, crypto.randomUUID(), {
    policy: tables.policy,
    visitor,
  });
  const { person } = decision;
  const touched = applyEffects(tables, decision.effects, receivedAt);
  const placed = { input, person, visitor };
  const counts = place(tables, original.occurredAt, placed);
  pushLater(tables, input, input.occurredAt);
  noteTrade(tables, placed, counts).forEach((id) => touched.add(id));
  if (person !== undefined && addToProfile(tables, person, [input])) touched.add(person);
  touched.forEach((id) => refreshPerson(tables, id, receivedAt));
  if (person !== undefined) touched.add(person);
  else if (visitor !== undefined) wakeVisitor(tables, visitor);
  touched.forEach((id) => wakeLanes(tables, id));
};

const appendMessage = (tables: Tables, input: NewMessage): Outcome => {
  if (isErased(tables, input)) {
    count(tables, 'duplicates');
    return 'duplicate';
  }
  const outcome = takeMessageKey(tables, input);
  if (outcome === 'accepted') {
    store(tables, input);
    addDrift(tables, input);
  }
  return outcome;
};

/** The work of one append, to be done within a transaction. */
export const appendBatch = (
  tables: Tables,
  { joins = [], messages, quarantined, dropped }: AppendBatch,
): readonly Outcome[] => {
  joins.forEach((join) => joinVisitor(tables, join));
  quarantined.filter((entry) => !isErasedRefusal(tables, entry)).forEach((entry) => addQuarantined(tables, entry));
  dropped.forEach((report) => addDropReport(tables, report));
  noteSeen(tables, { messages, quarantined });
  return messages.map((message) => appendMessage(tables, message));
};
