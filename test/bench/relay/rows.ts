import type { AppendBatch, NewMessage } from '../../../src/relay/store/store.ts';
import { productViewed } from './messages.ts';

const row = (now: number): NewMessage => {
  const message = productViewed(now);
  const messageId = message.messageId ?? ''; // every one of them has one
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
