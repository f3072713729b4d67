import type { DestinationMemory, Lane, StoredMessage } from '../../store/store.ts';
import type { Delivery, Verdict } from '../destination.ts';
import type { CallContext } from './call.ts';
import { sendItems, type Wire } from './send-batch.ts';
import { sendPerson, type PersonPlan } from './send-person.ts';
import { isFinal, OK } from './verdicts.ts';

/** What a message becomes at the destination: nothing when it went with the person's state; the message itself is the last. */
export interface Unit {
  readonly stored: StoredMessage;
  readonly items: readonly unknown[];
  /** Why the message can never be sent. */
  readonly refusal?: string;
  /** What to remember of the person once this unit was taken. */
  readonly memory?: DestinationMemory;
  /** Called once nothing of the unit was refused. */
  readonly taken?: () => void;
}

/** A lane as the destination's own items. */
export interface LanePlan {
  /** The person's state, sent first and awaited; undefined when the destination has it. */
  readonly person?: PersonPlan;
  readonly units: readonly Unit[];
}

/** The verdict on a message: of what has to be tried again, else of the message itself, which comes last. */
const verdictOfUnit = (unit: Unit, verdicts: readonly Verdict[], ofPerson: Verdict): Verdict | undefined => {
  if (unit.refusal !== undefined) return { status: 'reject', reason: unit.refusal };
  if (unit.items.length === 0) return ofPerson;
  const waiting = verdicts.find((verdict) => !isFinal(verdict));
  return waiting ?? (verdicts.length === unit.items.length ? verdicts.at(-1) : undefined);
};

interface Folded {
  readonly messages: Delivery['messages'];
  readonly memory: DestinationMemory | undefined;
  /** Why something beside the messages was refused: an object, a relationship. */
  readonly refusals: readonly string[];
}

const reasonsOf = (verdicts: readonly Verdict[]): readonly string[] =>
  verdicts.flatMap((verdict) => (verdict.status === 'reject' ? [verdict.reason] : []));

/** Gives each message its verdict, in order, up to the first that was not sent. */
const fold = (units: readonly Unit[], ofPerson: Verdict, sent: readonly Verdict[]): Folded => {
  const messages: { seq: number; verdict: Verdict }[] = [];
  const refusals: string[] = [];
  let memory: DestinationMemory | undefined;
  let place = 0;
  for (const unit of units) {
    const verdicts = sent.slice(place, place + unit.items.length);
    const verdict = verdictOfUnit(unit, verdicts, ofPerson);
    if (!verdict) break;
    messages.push({ seq: unit.stored.seq, verdict });
    if (!isFinal(verdict)) break;
    const refused = reasonsOf(verdicts.slice(0, -1));
    refusals.push(...refused);
    if (refused.length === 0) unit.taken?.();
    memory = unit.memory ?? memory;
    place += unit.items.length;
  }
  return { messages, memory, refusals };
};

const refusedIn = (refusals: readonly string[]): Pick<Delivery, 'refusals'> =>
  refusals.length > 0 ? { refusals } : {};

/** Refuses a whole lane: there is no way to address its person. */
export const refuseLane = ({ memory, messages }: Lane, reason: string): Delivery => {
  const verdict: Verdict = { status: 'reject', reason };
  return { person: { verdict, memory }, messages: messages.map(({ seq }) => ({ seq, verdict })) };
};

/**
 * Delivers a lane: the person first, the answer awaited, then the messages in order. One by one when a message has
 * failed before while others got through: the one that fails is then known, and alone to blame.
 */
export const deliverLane = async (
  lane: Lane,
  { person, units }: LanePlan,
  wire: Wire,
  context: CallContext,
): Promise<Delivery> => {
  const told = person && (await sendPerson(person, lane, wire, context));
  const upsert = told?.outcome;
  if (told && upsert && !isFinal(upsert.verdict)) return { person: upsert, messages: [], ...refusedIn(told.refusals) };
  const oneByOne = units.some(({ stored }) => stored.attempts > 0);
  const items = units.flatMap((unit) => unit.items);
  const sent = items.length > 0 ? await sendItems(items, wire, context, oneByOne) : [];
  const { messages, memory, refusals } = fold(units, upsert?.verdict ?? OK, sent);
  const known = upsert ?? { verdict: OK, memory: lane.memory };
  const remembered = memory ? { ...known, memory: { ...known.memory, ...memory } } : upsert;
  const refused = refusedIn([...(told?.refusals ?? []), ...refusals]);
  return { ...(remembered && { person: remembered }), messages, ...refused };
};
