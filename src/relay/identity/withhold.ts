import type { NewMessage } from '../store/store.ts';
import { visitorOf } from './keys.ts';

/** Whoever is learnt to have this cart or order will own the message. */
const JOIN_KEYS = ['cart_id', 'checkout_id', 'order_id'] as const;

const isJoinable = (input: NewMessage): boolean => {
  const { message } = input;
  const properties = message.type === 'track' ? (message.properties ?? {}) : {};
  return visitorOf(input) !== undefined || JOIN_KEYS.some((key) => typeof properties[key] === 'string');
};

/** Why a message is kept and shown but not delivered; undefined when it is to be delivered once its person is known. */
export const withheldReason = (input: NewMessage, person: string | undefined): string | undefined => {
  if (input.withheld !== undefined) return input.withheld;
  const { type } = input.message;
  if (type === 'group') return 'objects and their relationships are not delivered by this version of the relay';
  if (type === 'alias') return 'this version of the relay does not merge persons';
  if (person === undefined && !isJoinable(input)) return 'it names nobody: no anonymousId, no email, no proven userId';
  return undefined;
};
