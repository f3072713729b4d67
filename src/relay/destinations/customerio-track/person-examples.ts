import type { Person } from '../../store/store.ts';
import type { Identifiers } from './identifiers.ts';
import type { IdentifyItem } from './map-person.ts';

/** What goes in, what comes out: the mapping's documentation, and its tests. */
export interface PersonExample {
  readonly title: string;
  readonly in: { readonly person: Person; readonly identifiers: Identifiers };
  readonly out: IdentifyItem;
}

const jane: Person = {
  id: 'person-1',
  email: 'jane@example.com',
  attributes: {},
  version: 3,
  changedAt: Date.UTC(2026, 10, 22, 10, 0, 0, 999),
};
const byEmail: Identifiers = { email: 'jane@example.com' };
const CHANGED = 1_795_341_600;

export const personExamples: readonly PersonExample[] = [
  {
    title: 'a person who is new there, by email; a customer id goes along as an attribute',
    in: { person: { ...jane, userId: 'cus_42', attributes: { first_name: 'Jane' } }, identifiers: byEmail },
    out: {
      type: 'person',
      action: 'identify',
      identifiers: byEmail,
      timestamp: CHANGED,
      attributes: { id: 'cus_42', first_name: 'Jane' },
    },
  },
  {
    title: 'a person whose id Customer.io has accepted, by id; a changed address goes along as an attribute',
    in: { person: { ...jane, userId: 'cus_42', phone: '+4915112345678' }, identifiers: { id: 'cus_42' } },
    out: {
      type: 'person',
      action: 'identify',
      identifiers: { id: 'cus_42' },
      timestamp: CHANGED,
      attributes: { email: 'jane@example.com', phone: '+4915112345678' },
    },
  },
  {
    title: 'what was cleared is null, and state is written as it is',
    in: {
      person: {
        ...jane,
        attributes: {
          open_cart_id: null,
          last_cart_id: 'c1',
          orders_count: 2,
          lifetime_value: 37.02,
          email_consent: false,
        },
      },
      identifiers: byEmail,
    },
    out: {
      type: 'person',
      action: 'identify',
      identifiers: byEmail,
      timestamp: CHANGED,
      attributes: {
        open_cart_id: null,
        last_cart_id: 'c1',
        orders_count: 2,
        lifetime_value: 37.02,
        email_consent: false,
      },
    },
  },
  {
    title: 'times are Unix seconds, whatever they came as; a birthday stays a date',
    in: {
      person: {
        ...jane,
        attributes: {
          first_order_at: 1_795_000_000,
          joined_at: '2026-11-22T10:00:00.000Z',
          seen_at: 1_795_341_600_123,
          birthday: '1990-05-01',
        },
      },
      identifiers: byEmail,
    },
    out: {
      type: 'person',
      action: 'identify',
      identifiers: byEmail,
      timestamp: CHANGED,
      attributes: { first_order_at: 1_795_000_000, joined_at: CHANGED, seen_at: CHANGED, birthday: '1990-05-01' },
    },
  },
  {
    title: 'names that mean something to Customer.io never come from traits; long texts are cut, long lists left out',
    in: {
      person: {
        ...jane,
        attributes: {
          id: 'forged',
          email: 'forged@example.com',
          anonymous_id: 'x',
          unsubscribed: true,
          cio_relationships: [],
          _update: true,
          created_at: 1,
          note: 'é'.repeat(600),
          history: Array.from({ length: 600 }, () => 12),
        },
      },
      identifiers: byEmail,
    },
    out: {
      type: 'person',
      action: 'identify',
      identifiers: byEmail,
      timestamp: CHANGED,
      attributes: { note: 'é'.repeat(500) },
    },
  },
];
