import type { SourceExample } from '../example.ts';

const ofPerson = { customer: { id: 7_001, email: 'jane@example.com', phone: '+4915112345678' } };
const request = { emails: ['jane@example.com'], phones: ['+4915112345678'], userIds: ['7001'] };

export const privacyExamples: readonly SourceExample[] = [
  {
    title: 'somebody wants to be forgotten',
    topic: 'customers/redact',
    in: { shop_id: 1, shop_domain: 'name.myshopify.com', ...ofPerson, orders_to_redact: [5_678_901_234_567] },
    out: { kind: 'privacy', request: { kind: 'erase_person', ...request, orderIds: ['5678901234567'] } },
  },
  {
    title: 'somebody wants to see what is known of them',
    topic: 'customers/data_request',
    in: { shop_id: 1, ...ofPerson, orders_requested: [42], data_request: { id: 9 } },
    out: { kind: 'privacy', request: { kind: 'export_person', ...request, orderIds: ['42'] } },
  },
  {
    title: 'the shop has removed the app',
    topic: 'shop/redact',
    in: { shop_id: 1, shop_domain: 'name.myshopify.com' },
    out: { kind: 'privacy', request: { kind: 'erase_shop', emails: [], phones: [], userIds: [], orderIds: [] } },
  },
];
