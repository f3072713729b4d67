import type { Person, StoredMessage } from '../../store/store.ts';
import type { FamilyItem } from './item.ts';
import type { Subject } from './subject.ts';

/** What goes in, what comes out: a mapping's documentation, and its tests. */
export type FamilyExample =
  | {
      readonly title: string;
      readonly in: { readonly stored: StoredMessage; readonly subject: Subject };
      readonly out: readonly FamilyItem[];
    }
  | {
      readonly title: string;
      readonly in: { readonly person: Person; readonly subject: Subject };
      readonly out: readonly Omit<FamilyItem, 'messageId'>[];
    };

/** A message of the examples: 22 November 2026, 09:59:30 UTC. */
export const exampleMessage = (message: StoredMessage['message']): StoredMessage => ({
  seq: 1,
  source: 'shop',
  messageId: '01JDABCDEFGHJKMNPQRSTVWXYZ',
  deliveryKey: '01JDABCDEFGHJKMNPQRSTVWXYZ',
  occurredAt: Date.UTC(2026, 10, 22, 9, 59, 30, 500),
  receivedAt: Date.UTC(2026, 10, 22, 10),
  message,
  attempts: 0,
});

/** What every item of the examples carries. */
export const exampleEnvelope = {
  messageId: '01JDABCDEFGHJKMNPQRSTVWXYZ',
  timestamp: '2026-11-22T09:59:30.500Z',
  context: {},
} as const;

/** A person of the examples. */
export const examplePerson = (about: Partial<Person>): Person => ({
  id: 'person-1',
  email: 'jane@example.com',
  attributes: {},
  version: 3,
  changedAt: Date.UTC(2026, 10, 22, 10),
  ...about,
});
