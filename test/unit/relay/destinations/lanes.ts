import type { Delivery, Destination } from '../../../../src/relay/destinations/destination.ts';
import type { Lane, Person, StoredMessage } from '../../../../src/relay/store/store.ts';
import type { Message } from '../../../../src/schema.ts';
import { START } from '../store/new-message.ts';

export const signal = new AbortController().signal;

/** A message as the store hands it out. */
export const storedMessage = (seq: number, message: Message): StoredMessage => ({
  seq,
  source: 'shop',
  messageId: `m${seq}`,
  deliveryKey: `shop/m${seq}`,
  occurredAt: START + seq,
  receivedAt: START + seq,
  message,
  attempts: 0,
});

export const storedTrack = (
  seq: number,
  event: string,
  properties: Record<string, unknown> = {},
  anonymousId = 'v1',
): StoredMessage => storedMessage(seq, { type: 'track', event, properties, anonymousId });

/** The lane of a person whom the destination does not know. */
export const personLane = (messages: readonly StoredMessage[], about: Partial<Person> = {}): Lane => ({
  lane: 'p1',
  token: 1,
  person: { id: 'p1', email: 'a@x.co', attributes: {}, version: 1, changedAt: START, ...about },
  deliveredVersion: 0,
  memory: {},
  messages,
});

export const visitorLane = (messages: readonly StoredMessage[], visitor = 'v1'): Lane => ({
  ...personLane(messages),
  lane: `visitor/${visitor}`,
  visitor,
  person: { id: `visitor/${visitor}`, attributes: {}, version: 0, changedAt: 0 },
});

export const deliver = (destination: Destination, lane: Lane): Promise<Delivery> =>
  destination.deliver(lane, { signal, now: START });

export const statuses = ({ messages }: Delivery): string[] => messages.map(({ verdict }) => verdict.status);
