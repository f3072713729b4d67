import type { AppendBatch, NewMessage } from '../../../../src/relay/store/store.ts';
import type { Message } from '../../../../src/schema.ts';

/** When the tests happen: Unix milliseconds. */
export const START = Date.UTC(2026, 10, 22, 10);

let made = 0;
const newId = (): string => `01JD${String((made += 1)).padStart(22, '0')}`;

type About = Partial<Omit<NewMessage, 'message' | 'occurredAt'>>;

/** A message as intake would hand it over, `at` milliseconds after the start. */
export const newMessage = (at: number, message: Record<string, unknown>, about: About = {}): NewMessage => {
  const messageId = about.messageId ?? newId();
  return {
    source: 'shop',
    trusted: false,
    hash: JSON.stringify(message),
    receivedAt: START + at,
    incomplete: [],
    ...about,
    messageId,
    occurredAt: START + at,
    message: { ...message, messageId } as Message, // tests write what the schema allows
  };
};

export const track = (
  at: number,
  anonymousId: string | undefined,
  event: string,
  properties: Record<string, unknown> = {},
  about: About = {},
): NewMessage => newMessage(at, { type: 'track', ...(anonymousId && { anonymousId }), event, properties }, about);

export const identify = (
  at: number,
  anonymousId: string | undefined,
  traits: Record<string, unknown>,
  about: About & { userId?: string } = {},
): NewMessage => {
  const { userId, ...rest } = about;
  return newMessage(
    at,
    { type: 'identify', ...(anonymousId && { anonymousId }), ...(userId && { userId }), traits },
    rest,
  );
};

export const item = (product_id: string, price = 10, quantity = 1): Record<string, unknown> => ({
  product_id,
  quantity,
  price,
  name: product_id,
});

/** The whole cart after one product went in. */
export const added = (at: number, anonymousId: string, cart_id: string, about: About = {}): NewMessage =>
  track(
    at,
    anonymousId,
    'added_to_cart',
    { cart_id, items: [item('p1')], added: [item('p1')], currency: 'EUR', value: 10 },
    about,
  );

export const batchOf = (...messages: readonly NewMessage[]): AppendBatch => ({
  messages,
  quarantined: [],
  dropped: [],
});
