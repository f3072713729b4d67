import type { StoredMessage } from '../../store/store.ts';
import type { Identifiers } from './identifiers.ts';
import type { EventItem } from './map-event.ts';

/** What goes in, what comes out: the mapping's documentation, and its tests. */
export interface EventExample {
  readonly title: string;
  readonly in: { readonly stored: StoredMessage; readonly identifiers: Identifiers; readonly id: string };
  readonly out: EventItem | undefined;
}

const byEmail: Identifiers = { email: 'jane@example.com' };

const stored = (message: StoredMessage['message']): StoredMessage => ({
  seq: 1,
  source: 'shop',
  messageId: '01JDABCDEFGHJKMNPQRSTVWXYZ',
  deliveryKey: '01JDABCDEFGHJKMNPQRSTVWXYZ',
  occurredAt: Date.UTC(2026, 10, 22, 9, 59, 30, 500),
  receivedAt: Date.UTC(2026, 10, 22, 10),
  message,
  attempts: 0,
});
const OCCURRED = 1_795_341_570;
const id = '01JDABCDEFGHJKMNPQRSTVWXYZ';

export const eventExamples: readonly EventExample[] = [
  {
    title: 'an event keeps its properties; those that would redirect the mail are left out',
    in: {
      stored: stored({
        type: 'track',
        event: 'added_to_cart',
        properties: {
          cart_id: 'c1',
          items: [{ product_id: 'p1', quantity: 2, price: 24.5 }],
          value: 49,
          recipient: 'a@evil.example',
          from_address: 'b@evil.example',
          reply_to: 'c@evil.example',
        },
      }),
      identifiers: byEmail,
      id,
    },
    out: {
      type: 'person',
      action: 'event',
      identifiers: byEmail,
      id,
      name: 'added_to_cart',
      timestamp: OCCURRED,
      attributes: { cart_id: 'c1', items: [{ product_id: 'p1', quantity: 2, price: 24.5 }], value: 49 },
    },
  },
  {
    title: 'a page view is a page, named by its address',
    in: {
      stored: stored({
        type: 'page',
        properties: { url: 'https://shop.example/cleanser', path: '/cleanser', title: 'Cleanser' },
      }),
      identifiers: { id: 'cus_42' },
      id,
    },
    out: {
      type: 'person',
      action: 'page',
      identifiers: { id: 'cus_42' },
      id,
      name: 'https://shop.example/cleanser',
      timestamp: OCCURRED,
      attributes: { url: 'https://shop.example/cleanser', path: '/cleanser', title: 'Cleanser' },
    },
  },
  {
    title: 'a name is cut to 100 bytes; the whole address stays in the attributes',
    in: {
      stored: stored({ type: 'page', properties: { url: `https://shop.example/${'ü'.repeat(60)}` } }),
      identifiers: byEmail,
      id,
    },
    out: {
      type: 'person',
      action: 'page',
      identifiers: byEmail,
      id,
      name: `https://shop.example/${'ü'.repeat(39)}`,
      timestamp: OCCURRED,
      attributes: { url: `https://shop.example/${'ü'.repeat(60)}` },
    },
  },
  {
    title: 'a time among the properties becomes Unix seconds',
    in: {
      stored: stored({
        type: 'track',
        event: 'subscription_renewed',
        properties: { subscription_id: 's1', next_charge_at: '2026-11-22T10:00:00Z' },
      }),
      identifiers: byEmail,
      id,
    },
    out: {
      type: 'person',
      action: 'event',
      identifiers: byEmail,
      id,
      name: 'subscription_renewed',
      timestamp: OCCURRED,
      attributes: { subscription_id: 's1', next_charge_at: 1_795_341_600 },
    },
  },
  {
    title: 'an identify is no event: it goes with the state of the person',
    in: { stored: stored({ type: 'identify', traits: { email: 'jane@example.com' } }), identifiers: byEmail, id },
    out: undefined,
  },
];
