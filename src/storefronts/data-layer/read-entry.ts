import type { Identify } from '../../index.ts';
import { isRaw, textOf, type Raw } from './read-item.ts';

/** One entry of the data layer in the words of GA4: the event, its parameters, and whom it names. */
export type Entry = readonly [name: string, from: Raw, person: Identify | undefined];

/** Universal Analytics' keys of `ecommerce`, and the names that GA4 has for them. */
const ga4: Readonly<Record<string, string>> = {
  detail: 'view_item',
  add: 'add_to_cart',
  remove: 'remove_from_cart',
  checkout: 'begin_checkout',
  purchase: 'purchase',
};

const rawOf = (value: unknown): Raw => (isRaw(value) ? value : {});

/** Whom an entry names. A hash of an address is of no use. */
const personOf = (entry: Raw): Identify | undefined => {
  const user = rawOf(entry['user_data']);
  const elevar = rawOf(entry['user_properties']);
  const email = [user['email'], user['email_address'], elevar['customer_email']]
    .flat()
    .find((value) => /@/.test(`${value as string}`));
  const phone = textOf(user['phone_number'], elevar['customer_phone']);
  const userId = textOf(entry['user_id'], elevar['customer_id']);
  return email || phone || userId ? ({ email, phone, userId, source: 'data_layer' } as Identify) : undefined; // JSON drops what is undefined
};

/** gtag pushes its own arguments: `['event', name, parameters]`, `['set', 'user_data', { email }]`. */
const readCommand = ([verb, name, parameters]: readonly unknown[]): Entry => {
  const from = verb === 'set' ? (name === 'user_data' ? { user_data: parameters } : rawOf(name)) : rawOf(parameters);
  return [verb === 'event' ? `${name as string}` : '', from, personOf(from)];
};

/**
 * Reads an entry in any of four forms: GA4's `{ event, ecommerce }`, gtag's arguments, the `ecommerce` of Universal
 * Analytics (which says what happened by one of its keys, sometimes without any event), and Elevar's `dl_` events.
 *
 * @example
 * readEntry({ ecommerce: { currencyCode: 'EUR', add: { products: [{ id: 'p1' }] } } });
 * // ['add_to_cart', { currencyCode: 'EUR', products: [{ id: 'p1' }] }, undefined]
 */
export const readEntry = (entry: unknown): Entry | undefined => {
  if (!isRaw(entry)) return undefined;
  if ('length' in entry) return readCommand(Array.from(entry as unknown as ArrayLike<unknown>));
  const ecommerce = rawOf(entry['ecommerce']);
  const key = Object.keys(ga4).find((name) => isRaw(ecommerce[name]));
  const action = key ? rawOf(ecommerce[key]) : {};
  // Elevar's names are those of GA4 behind a prefix
  const name = key ? ga4[key]! : `${(entry['event'] as string | undefined) ?? ''}`.replace(/^dl_/, '');
  return [name, { ...entry, ...ecommerce, ...rawOf(action['actionField']), ...action }, personOf(entry)];
};
