import type { NewMessage } from '../store/store.ts';
import { joinKeysOf } from './join-keys.ts';
import { visitorOf } from './keys.ts';

/** Whoever is learnt to have this cart or order will own the message; order ids are easy to guess, so from a server only. */
const isJoinable = (input: NewMessage): boolean => {
  const { cartId, checkoutId, orderId } = joinKeysOf(input.message);
  if (visitorOf(input) !== undefined || cartId !== undefined || checkoutId !== undefined) return true;
  return input.fromServer === true && orderId !== undefined;
};

/** Why a message is kept and shown but not delivered; undefined when it is to be delivered once its person is known. */
export const withheldReason = (input: NewMessage, person: string | undefined): string | undefined => {
  if (input.withheld !== undefined) return input.withheld;
  const { type } = input.message;
  if (type === 'group') return 'objects and their relationships are not delivered by this version of the relay';
  if (type === 'alias' && person === undefined) return 'an alias needs two different ids, and a server key';
  if (person === undefined && !isJoinable(input)) return 'it names nobody: no anonymousId, no email, no proven userId';
  return undefined;
};
