import type { Problem } from '../../schema.ts';
import { isRecord } from '../record.ts';

const named = (record: unknown, keys: readonly string[]): boolean =>
  isRecord(record) &&
  keys.some((key) => (typeof record[key] === 'string' && record[key].trim() !== '') || typeof record[key] === 'number');

/** By any of these a message can be joined to somebody, now or when the rest is learnt. */
const ofEnvelope = ['anonymousId', 'userId'];
const ofPerson = ['email', 'phone'];
const ofPurchase = ['email', 'phone', 'cart_id', 'checkout_id', 'order_id'];

/** A message of nobody could never be delivered, and nobody would see why. */
export const lacksSubject = (message: Record<string, unknown>): Problem | undefined => {
  const { context, traits, properties } = message;
  const found =
    named(message, ofEnvelope) ||
    named(traits, ofPerson) ||
    named(isRecord(context) ? context['traits'] : undefined, ofPerson) ||
    named(properties, ofPurchase);
  if (found) return undefined;
  const expected = 'anonymousId or userId (or an email in traits, or the id of a cart or an order in properties)';
  return {
    code: 'missing_property',
    path: '/anonymousId',
    message: `a message needs somebody it is about: ${expected}; it came without`,
  };
};
