import type { Values } from '../compact.ts';
import { idAt, recordAt, textAt } from '../fields.ts';
import type { Mapped, PrivacyRequest } from '../source.ts';

const kinds: Readonly<Record<string, PrivacyRequest['kind']>> = {
  'customers/redact': 'erase_person',
  'customers/data_request': 'export_person',
  'shop/redact': 'erase_shop',
};

export const isPrivacyTopic = (topic: string): boolean => Object.hasOwn(kinds, topic);

const idsOf = (list: unknown): string[] =>
  Array.isArray(list)
    ? list.flatMap((id: unknown) => (['string', 'number'].includes(typeof id) ? String(id) : []))
    : [];

/** Shopify's three compliance topics: somebody's wish to be forgotten or to see their data, or a shop that has left. */
export const mapPrivacy = (topic: string, body: Values): Mapped => {
  const customer = recordAt(body, 'customer');
  return {
    kind: 'privacy',
    request: {
      kind: kinds[topic] ?? 'erase_person',
      emails: textAt(customer, 'email') ? [textAt(customer, 'email') ?? ''] : [],
      phones: textAt(customer, 'phone') ? [textAt(customer, 'phone') ?? ''] : [],
      userIds: idAt(customer, 'id') ? [idAt(customer, 'id') ?? ''] : [],
      orderIds: [...idsOf(body['orders_to_redact']), ...idsOf(body['orders_requested'])],
    },
  };
};
