import type { Lane, StoredMessage } from '../../store/store.ts';
import type { Delivery, Verdict } from '../destination.ts';
import { toBatches } from './batches.ts';
import { eventId } from './event-id.ts';
import { accepted, acceptedKeys, identifiersOf, type Identifiers } from './identifiers.ts';
import { mapEvent, type EventItem } from './map-event.ts';
import { mapPerson } from './map-person.ts';
import { sendBatch, type SendContext } from './send-batch.ts';

type MessageVerdict = Delivery['messages'][number];

const OK: Verdict = { status: 'ok' };

const isFinal = ({ status }: Verdict): boolean => status === 'ok' || status === 'reject';

/** The person's state, where Customer.io has an older one. */
const sendPerson = async (
  { person, memory }: Lane,
  identifiers: Identifiers,
  context: SendContext,
): Promise<Delivery['person']> => {
  const [verdict = OK] = await sendBatch([mapPerson(person, identifiers)], context);
  return { verdict, memory: verdict.status === 'ok' ? accepted(person) : memory };
};

interface Mapped {
  readonly stored: StoredMessage;
  /** undefined: the message was a word about the person, and went with the person's state. */
  readonly item: EventItem | undefined;
}

const mapAll = (messages: readonly StoredMessage[], identifiers: Identifiers): Promise<readonly Mapped[]> =>
  Promise.all(
    messages.map(async (stored) => ({
      stored,
      item: mapEvent(stored, identifiers, await eventId(stored.deliveryKey)),
    })),
  );

/** Sends the events, in order, until one has to be tried again. */
const sendEvents = async (
  batches: readonly (readonly EventItem[])[],
  context: SendContext,
): Promise<readonly Verdict[]> => {
  const verdicts: Verdict[] = [];
  for (const batch of batches) {
    verdicts.push(...(await sendBatch(batch, context)));
    if (!verdicts.every(isFinal)) break;
  }
  return verdicts;
};

/** One by one when a batch has failed before while others got through: the one that fails is then known, and alone to blame. */
const batchesOf = (mapped: readonly Mapped[]): readonly (readonly EventItem[])[] => {
  const items = mapped.flatMap(({ item }) => item ?? []);
  return mapped.some(({ stored }) => stored.attempts > 0) ? items.map((item) => [item]) : toBatches(items);
};

/** Gives each message its verdict, in order, up to the first that was not sent. */
const inOrder = (
  mapped: readonly Mapped[],
  ofPerson: Verdict,
  ofEvents: readonly Verdict[],
): readonly MessageVerdict[] => {
  const rest = [...ofEvents];
  const verdicts: MessageVerdict[] = [];
  for (const { stored, item } of mapped) {
    const verdict = item ? rest.shift() : ofPerson;
    if (!verdict) break;
    verdicts.push({ seq: stored.seq, verdict });
  }
  return verdicts;
};

/** Delivers a lane: the person first, the answer awaited, then the events under the same address. */
export const deliverLane = async (lane: Lane, context: SendContext): Promise<Delivery> => {
  const { person, messages } = lane;
  const identifiers = identifiersOf(person, acceptedKeys(lane.memory));
  if (!identifiers) {
    const verdict: Verdict = { status: 'reject', reason: 'the person has no key that Customer.io takes' };
    return { person: { verdict, memory: lane.memory }, messages: messages.map(({ seq }) => ({ seq, verdict })) };
  }
  const isNews = person.version > lane.deliveredVersion;
  const upsert = isNews ? await sendPerson(lane, identifiers, context) : undefined;
  if (upsert && !isFinal(upsert.verdict)) return { person: upsert, messages: [] };
  // not by an id that came with this very upsert: Customer.io may process calls out of order, and would make a second person of it
  const mapped = await mapAll(messages, identifiers);
  const verdicts = await sendEvents(batchesOf(mapped), context);
  return { ...(upsert && { person: upsert }), messages: inOrder(mapped, upsert?.verdict ?? OK, verdicts) };
};
