import type { Absorbed, Lane, Person, StoredMessage } from '../../store/store.ts';
import { eventId } from '../sending/event-id.ts';

/** A webhook before it is signed: Standard Webhooks' `type`, `timestamp`, `data` under an id that stays the same. */
export interface Payload {
  readonly id: string;
  readonly body: {
    readonly type: string;
    /** ISO 8601: when it happened. */
    readonly timestamp: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

/** The keys that the person is known by; none of a visitor whom nobody knows. */
export const keysOf = ({ userId, email, phone }: Person): Readonly<Record<string, string>> => ({
  ...(userId !== undefined && { userId }),
  ...(email !== undefined && { email }),
  ...(phone !== undefined && { phone }),
});

/** A message as it came, with whose it is: `type` is the name of the event, or the kind of the message. */
export const messagePayload = async (stored: StoredMessage, person: Person | undefined): Promise<Payload> => {
  const { message, deliveryKey, occurredAt } = stored;
  const { messageId, anonymousId, userId: _claimed, sentAt: _sentAt, timestamp: _timestamp, ...said } = message;
  return {
    id: await eventId(deliveryKey),
    body: {
      type: message.type === 'track' ? message.event : message.type,
      timestamp: new Date(occurredAt).toISOString(),
      data: {
        messageId,
        ...(anonymousId && { anonymousId }),
        ...(person && { person: keysOf(person) }),
        message: said,
      },
    },
  };
};

/** The person's whole present state. */
export const personPayload = async (person: Person): Promise<Payload> => ({
  id: await eventId(`person/${person.id}/${person.version}`),
  body: {
    type: 'person_updated',
    timestamp: new Date(person.changedAt).toISOString(),
    data: { person: { ...keysOf(person), attributes: person.attributes } },
  },
});

/** That the receiver is to erase somebody: the keys and the anonymous ids by which it may know them. */
export const erasurePayload = async ({ person, erasure }: Lane): Promise<Payload> => ({
  id: await eventId(`erased/${person.id}/${person.changedAt}`),
  body: {
    type: 'person_erased',
    timestamp: new Date(person.changedAt).toISOString(),
    data: { person: keysOf(person), anonymousIds: erasure?.visitors ?? [] },
  },
});

/** Two persons are one from now on: `previous` is how the receiver knew the one who is no more. */
export const mergePayload = async ({ lane, memory }: Absorbed, person: Person): Promise<Payload> => ({
  id: await eventId(`merge/${person.id}/${lane}`),
  body: {
    type: 'person_merged',
    timestamp: new Date(person.changedAt).toISOString(),
    data: { person: keysOf(person), previous: memory },
  },
});
