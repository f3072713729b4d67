import { randomUUID } from 'node:crypto';
import type { AppendBatch, NewMessage } from '../../../src/relay/store/store.ts';

const run = randomUUID().slice(0, 8);
let made = 0;

const row = (now: number): NewMessage => {
  const n = made++;
  const messageId = `${run}-${n}`;
  const message: NewMessage['message'] = {
    type: 'track',
    event: 'product_viewed',
    messageId,
    anonymousId: `${run}-${n % 1_000}`,
    timestamp: new Date(now).toISOString(),
    properties: {
      product_id: `p${n % 500}`,
      name: 'Cleanser with a longer name',
      price: 24,
      currency: 'EUR',
      category: 'skin',
    },
    context: { plan: '1', page: { url: 'https://shop.example/products/cleanser', title: 'Cleanser' } },
  };
  return {
    source: 'shop',
    trusted: false,
    messageId,
    hash: messageId.padEnd(64, '0'),
    occurredAt: now,
    receivedAt: now,
    message,
    incomplete: [],
  };
};

/** As many new messages as intake would hand over for one request: the same as generate.ts sends. */
export const appendOf = (count: number, now: number = Date.now()): AppendBatch => ({
  messages: Array.from({ length: count }, () => row(now)),
  quarantined: [],
  dropped: [],
});
